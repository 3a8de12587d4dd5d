package dev.modelyard.api.messaging;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code outbox}. */
@Entity
@Table(name = "outbox")
class OutboxEntity {
    @Id
    public long id;

    @Column(nullable = false)
    public String topic;

    @Column(nullable = false)
    public String key;

    public byte @Nullable [] value;
}
