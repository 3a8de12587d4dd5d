/**
 * Jobs as they happen: changes as server-sent events, the log as it grows, from any replica of this service. Reads what
 * job keeps; nothing here changes a job.
 */
@NullMarked
package dev.modelyard.api.watch;

import org.jspecify.annotations.NullMarked;
