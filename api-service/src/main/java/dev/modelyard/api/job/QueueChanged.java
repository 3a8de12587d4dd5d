package dev.modelyard.api.job;

import dev.modelyard.contracts.job.Lane;

/** A job left a slot of that lane, for the queue or for good; the dispatcher looks again once this is committed. */
public record QueueChanged(Lane lane) {}
