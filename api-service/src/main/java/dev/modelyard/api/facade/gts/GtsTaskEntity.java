package dev.modelyard.api.facade.gts;

import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of {@code gts_task}. */
@Entity
@Table(name = "gts_task")
class GtsTaskEntity {
    @Id
    public String id;

    @Column(nullable = false, updatable = false)
    public String owner;

    @Column(nullable = false, updatable = false)
    public String name;

    @Column(nullable = false, updatable = false)
    public String type;

    @Column(nullable = false, updatable = false)
    public String engine;

    @Nullable
    public String model;

    public boolean deleted;

    @Column(name = "created_at", nullable = false, updatable = false)
    public Instant createdAt;

    GtsTask toTask() {
        return new GtsTask(
                id,
                new OwnerId(owner),
                name,
                TaskType.named(type).orElseThrow(),
                engine,
                Optional.ofNullable(model).map(ModelId::new),
                deleted,
                createdAt);
    }
}
