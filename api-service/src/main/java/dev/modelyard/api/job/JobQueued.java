package dev.modelyard.api.job;

import dev.modelyard.contracts.job.Lane;

/** A job was submitted, or is to go on; where there is room, the dispatcher looks again once this is committed. */
public record JobQueued(Lane lane) {}
