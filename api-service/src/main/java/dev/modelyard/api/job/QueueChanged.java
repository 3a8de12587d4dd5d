package dev.modelyard.api.job;

import dev.modelyard.contracts.job.Lane;

/** A job came into the queue of that lane, or left a slot of it; the dispatcher looks again once this is committed. */
public record QueueChanged(Lane lane) {}
