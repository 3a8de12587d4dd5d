package dev.modelyard.contracts.id;

/** A typed identifier; its text form is what crosses every wire. */
public sealed interface Id
        permits DatasetId,
                DeliveryId,
                DeploymentId,
                JobId,
                ModelId,
                OwnerId,
                ReplicaId,
                RunId,
                UploadId,
                WebhookId,
                WorkerId {
    String value();
}
