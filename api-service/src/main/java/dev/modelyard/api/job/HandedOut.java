package dev.modelyard.api.job;

import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.WorkerId;
import java.util.Optional;

/**
 * A job that is handed out and has not ended.
 *
 * @param worker of its bound run; empty before it has one
 */
public record HandedOut(JobId job, Optional<WorkerId> worker) {}
