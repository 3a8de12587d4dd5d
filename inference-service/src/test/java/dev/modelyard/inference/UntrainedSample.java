package dev.modelyard.inference;

import dev.modelyard.contracts.artifact.ModelSource;
import dev.modelyard.contracts.artifact.UntrainedModel;
import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.contracts.deployment.DesiredDeployment.Canary;
import dev.modelyard.contracts.id.DeploymentId;
import dev.modelyard.contracts.id.ModelId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A model of Alice's that was never trained, as it is desired. */
public record UntrainedSample(ModelId id, UntrainedModel madeOf) {
    /** Four numbers to one of three species. */
    public static UntrainedSample iris(long seed) {
        return of(
                "tabular-mlp-ensemble",
                seed,
                new UntrainedModel.LabelledRows(
                        List.of("sepal_length", "sepal_width", "petal_length", "petal_width"), SampleModel.SPECIES));
    }

    public static UntrainedSample of(String network, long seed, UntrainedModel.Data data) {
        return new UntrainedSample(ModelId.fresh(), new UntrainedModel(network, seed, data));
    }

    /** The desired state in which version 0 is served. */
    public DesiredDeployment desired(long revision) {
        return desired(revision, 0, madeOf, Optional.empty());
    }

    /** The desired state in which version 0 is served, and what a training gave answers a share of the calls. */
    public DesiredDeployment withCanary(long revision, SampleModel trained, int percent) {
        ModelSource artifact = trained.artifact().orElseThrow();
        return desired(revision, 0, madeOf, Optional.of(new Canary(1, artifact, percent)));
    }

    /** The desired state in which what a training gave is served. */
    public DesiredDeployment trained(long revision, SampleModel trained) {
        return desired(revision, 1, trained.artifact().orElseThrow(), Optional.empty());
    }

    private DesiredDeployment desired(long revision, int version, ModelSource source, Optional<Canary> canary) {
        return new DesiredDeployment(
                DeploymentId.fresh(),
                id,
                SampleModel.ALICE,
                revision,
                true,
                1,
                madeOf.data().task(),
                version,
                source,
                canary,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.parse("2026-01-02T03:04:05Z"));
    }
}
