/**
 * Models, their versions, and what a training of them is made of. How a training is queued and run is not known here, nor
 * how a model is served.
 */
@NullMarked
package dev.modelyard.api.model;

import org.jspecify.annotations.NullMarked;
