/** The one list of error codes, shared by HTTP answers and failed jobs. */
@NullMarked
package dev.modelyard.contracts.error;

import org.jspecify.annotations.NullMarked;
