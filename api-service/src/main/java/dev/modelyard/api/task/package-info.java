/**
 * The tasks of this installation: which can be trained and what content their datasets take. The catalogue of networks is
 * asked; nothing is kept here.
 */
@NullMarked
package dev.modelyard.api.task;

import org.jspecify.annotations.NullMarked;
