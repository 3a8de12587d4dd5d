package dev.modelyard.api.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.modelyard.contracts.id.DeploymentId;

/**
 * How a model is served.
 *
 * @param state the wire name of the deployment's state
 * @param started whether its owner wants it to be served
 * @param version what is, or was last, served
 */
public record Serving(
        DeploymentId id,
        String state,
        @JsonIgnore boolean started,
        @JsonIgnore int version) {}
