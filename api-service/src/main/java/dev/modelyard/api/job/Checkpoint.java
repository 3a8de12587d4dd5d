package dev.modelyard.api.job;

import dev.modelyard.contracts.job.CheckpointReference;
import java.time.Instant;

/**
 * Where a job can go on from.
 *
 * @param at when its run made it
 */
public record Checkpoint(CheckpointReference reference, Instant at) {}
