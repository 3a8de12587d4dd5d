/** What trainer workers report of themselves. */
@NullMarked
package dev.modelyard.contracts.worker;

import org.jspecify.annotations.NullMarked;
