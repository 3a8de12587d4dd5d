/** What auth-service tells the other services about callers. */
@NullMarked
package dev.modelyard.contracts.identity;

import org.jspecify.annotations.NullMarked;
