package dev.modelyard.api.job;

import dev.modelyard.contracts.id.JobId;

/** There is a new change of that job for those who watch it, once this is committed. */
public record JobChanged(JobId job) {}
