package dev.modelyard.api.facade.gts;

import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of {@code gts_training}. */
@Entity
@Table(name = "gts_training")
class GtsTrainingEntity {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    @Column(nullable = false, updatable = false)
    public String task;

    @Column(nullable = false)
    public String phase;

    @Column(nullable = false, updatable = false)
    public String dataset;

    @Column(name = "import_job")
    @Nullable
    public String importJob;

    @Column(name = "train_job")
    @Nullable
    public String trainJob;

    public long seed;

    @Column(name = "min_epochs")
    @Nullable
    public Integer minEpochs;

    @Column(name = "max_epochs")
    @Nullable
    public Integer maxEpochs;

    @Column(name = "max_tokens")
    @Nullable
    public Integer maxTokens;

    public int devices;

    @Column(name = "self_training")
    public boolean selfTraining;

    @Nullable
    public String detail;

    public boolean replaced;

    @Column(name = "created_at", nullable = false, updatable = false)
    public Instant createdAt;

    GtsTraining toTraining() {
        return new GtsTraining(
                id,
                task,
                TrainingPhase.of(phase),
                new DatasetId(dataset),
                Optional.ofNullable(importJob).map(JobId::new),
                Optional.ofNullable(trainJob).map(JobId::new),
                new GtsTraining.TrainingOrder(
                        seed,
                        Optional.ofNullable(minEpochs),
                        Optional.ofNullable(maxEpochs),
                        Optional.ofNullable(maxTokens),
                        devices,
                        selfTraining),
                Optional.ofNullable(detail),
                replaced,
                createdAt);
    }
}
