/**
 * What owners have beside what they may have: brings together quotas, the queue and the store.
 * What happens at a limit is decided where it is reached.
 */
@NullMarked
package dev.modelyard.api.usage;

import org.jspecify.annotations.NullMarked;
