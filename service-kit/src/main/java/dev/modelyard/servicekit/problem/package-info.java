/**
 * What a caller is told when something went wrong: any error becomes a Failure, and a Failure becomes problem+json.
 * A facade writes the same Failure in a shape of its own; no other package builds error answers.
 */
@NullMarked
package dev.modelyard.servicekit.problem;

import org.jspecify.annotations.NullMarked;
