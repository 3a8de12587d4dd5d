/** What the machine can do, and how libtorch is told to use it. */
@NullMarked
package dev.modelyard.trainer.device;

import org.jspecify.annotations.NullMarked;
