package dev.modelyard.contracts.deployment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.ReplicaId;
import java.time.Instant;

/** What a replica says of a deployment. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = DeploymentEvent.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = DeploymentEvent.Loading.class, name = "loading"),
    @JsonSubTypes.Type(value = DeploymentEvent.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = DeploymentEvent.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = DeploymentEvent.Unloaded.class, name = "unloaded"),
    @JsonSubTypes.Type(value = DeploymentEvent.Unknown.class, name = "unknown")
})
public sealed interface DeploymentEvent {
    ModelId model();

    /** The revision of the desired state this answers. */
    long revision();

    ReplicaId replica();

    Instant at();

    /** The replica fetches and loads the model. */
    record Loading(ModelId model, long revision, ReplicaId replica, Instant at) implements DeploymentEvent {}

    /** The replica answers predictions. */
    record Ready(ModelId model, long revision, ReplicaId replica, Instant at, double loadSeconds)
            implements DeploymentEvent {}

    /** The replica could not load the model. */
    record Failed(ModelId model, long revision, ReplicaId replica, Instant at, ErrorCode code, String message)
            implements DeploymentEvent {}

    /** The replica let the model go. */
    record Unloaded(ModelId model, long revision, ReplicaId replica, Instant at) implements DeploymentEvent {}

    /** An event of a newer version; it is passed over. */
    record Unknown(ModelId model, long revision, ReplicaId replica, Instant at) implements DeploymentEvent {}
}
