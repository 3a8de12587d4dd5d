package dev.modelyard.api.deployment;

import java.net.URI;

/**
 * A live replica that answers for a model.
 *
 * @param revision of the deployment that it answers at
 */
public record Holding(URI replica, long revision) {}
