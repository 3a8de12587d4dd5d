/**
 * Versions of models in this replica's memory: loaded on demand, counted against a budget, and let go when others need the room.
 * Knows no deployments; whoever holds a {@link dev.modelyard.inference.residency.Residence} decides what it answers for.
 */
@NullMarked
package dev.modelyard.inference.residency;

import org.jspecify.annotations.NullMarked;
