package dev.modelyard.api.quota;

import jakarta.validation.constraints.Min;
import java.util.Optional;

/**
 * How much an owner may have; absent: as much as it likes.
 *
 * @param queuedJobs jobs that wait
 * @param runningJobs jobs that are handed out and have not ended
 * @param storedBytes uploads and versions of datasets and models
 */
public record Quota(
        Optional<@Min(value = 0, message = "must be at least 0") Long> queuedJobs,
        Optional<@Min(value = 0, message = "must be at least 0") Long> runningJobs,
        Optional<@Min(value = 0, message = "must be at least 0") Long> storedBytes) {
    /** This quota, and what it leaves open as another one says. */
    Quota orElse(Quota other) {
        return new Quota(
                queuedJobs.or(other::queuedJobs),
                runningJobs.or(other::runningJobs),
                storedBytes.or(other::storedBytes));
    }
}
