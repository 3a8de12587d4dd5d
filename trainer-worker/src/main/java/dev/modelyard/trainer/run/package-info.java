/**
 * One try of a job: what a job handler may ask and say while it runs, and how its end becomes an event.
 * Knows no algorithm; algorithms know only {@link dev.modelyard.trainer.run.RunContext}.
 */
@NullMarked
package dev.modelyard.trainer.run;

import org.jspecify.annotations.NullMarked;
