/**
 * The public route of predictions: checks whose model it is and passes the call on to a replica that holds it. Inputs are
 * not looked into here.
 */
@NullMarked
package dev.modelyard.api.prediction;

import org.jspecify.annotations.NullMarked;
