/** How records of this module become JSON and back; topic names. */
@NullMarked
package dev.modelyard.contracts.wire;

import org.jspecify.annotations.NullMarked;
