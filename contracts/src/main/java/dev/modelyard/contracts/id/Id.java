package dev.modelyard.contracts.id;

/** A typed identifier; its text form is what crosses every wire. */
public sealed interface Id
        permits DatasetId, DeploymentId, JobId, ModelId, OwnerId, ReplicaId, RunId, UploadId, WorkerId {
    String value();
}
