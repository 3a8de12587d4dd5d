/**
 * Child processes: started, awaited, restarted when they die, stopped; their log files kept small.
 * Knows nothing of what the children are.
 */
@NullMarked
package dev.modelyard.standalone.process;

import org.jspecify.annotations.NullMarked;
