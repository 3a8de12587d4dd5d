/**
 * Jobs: what was asked for, how it stands, what came of it, and every transition in between.
 * No word here about lanes' topics, datasets' or models' tables.
 */
@NullMarked
package dev.modelyard.api.job;

import org.jspecify.annotations.NullMarked;
