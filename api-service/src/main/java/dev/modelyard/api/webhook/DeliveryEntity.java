package dev.modelyard.api.webhook;

import dev.modelyard.contracts.id.DeliveryId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.WebhookId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of {@code webhook_delivery}, as it is read. */
@Entity
@Table(name = "webhook_delivery")
class DeliveryEntity {
    @Id
    public String id;

    @Column(nullable = false)
    public String webhook;

    @Column(nullable = false)
    public String type;

    @Nullable
    public String job;

    @Column(nullable = false)
    public String body;

    @Column(nullable = false)
    public String state;

    public int attempts;

    @Column(name = "created_at", nullable = false)
    public Instant createdAt;

    @Column(name = "due_at", nullable = false)
    public Instant dueAt;

    @Column(name = "ended_at")
    @Nullable
    public Instant endedAt;

    @Nullable
    public Integer status;

    @Nullable
    public String failure;

    Delivery toDelivery() {
        DeliveryState stands = DeliveryState.of(state);
        return new Delivery(
                new DeliveryId(id),
                new WebhookId(webhook),
                type,
                Optional.ofNullable(job).map(JobId::new),
                stands,
                attempts,
                createdAt,
                Optional.of(dueAt).filter(_ -> stands == DeliveryState.PENDING),
                Optional.ofNullable(endedAt),
                Optional.ofNullable(status),
                Optional.ofNullable(failure));
    }
}
