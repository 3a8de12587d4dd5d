package dev.modelyard.api.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.modelyard.contracts.id.DeploymentId;
import java.util.Set;

/**
 * How a model is served.
 *
 * @param state the wire name of the deployment's state
 * @param started whether its owner wants it to be served
 * @param versions what is, or was last, served; two with a canary
 */
public record Serving(
        DeploymentId id,
        String state,
        @JsonIgnore boolean started,
        @JsonIgnore Set<Integer> versions) {
    public Serving {
        versions = Set.copyOf(versions);
    }
}
