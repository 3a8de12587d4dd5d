/**
 * States of a training kept in the artifact store, so that another run goes on where one ended. Nothing here knows what is
 * trained, nor how.
 */
@NullMarked
package dev.modelyard.trainer.checkpoint;

import org.jspecify.annotations.NullMarked;
