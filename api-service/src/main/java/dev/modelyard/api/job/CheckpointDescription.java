package dev.modelyard.api.job;

import java.time.Instant;

/**
 * A checkpoint as callers see it.
 *
 * @param epoch epochs that were complete
 * @param step steps done, over all epochs
 */
public record CheckpointDescription(int epoch, long step, Instant createdAt) {
    static CheckpointDescription of(Checkpoint checkpoint) {
        return new CheckpointDescription(
                checkpoint.reference().epoch(), checkpoint.reference().step(), checkpoint.at());
    }
}
