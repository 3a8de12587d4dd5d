package dev.modelyard.api;

import dev.modelyard.api.job.JobRequest;
import dev.modelyard.api.job.JobService;
import dev.modelyard.api.job.JobSubject;
import dev.modelyard.api.model.TrainingRequest;
import dev.modelyard.api.model.TrainingService;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.embedded.SharedInfrastructure;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.identity.Role;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;

/** Makes datasets and models ready the way callers and workers do. */
public final class TrainedModels implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(40);

    private final FakeWorker imports = new FakeWorker(SharedInfrastructure.kafkaBootstrapServers(), Lane.SHORT);
    private final FakeWorker trainings = new FakeWorker(SharedInfrastructure.kafkaBootstrapServers(), Lane.CPU);

    public TrainedModels() {
        imports.wakeUp();
        trainings.wakeUp();
    }

    /** Takes trainings. */
    public FakeWorker worker() {
        return trainings;
    }

    /** A dataset of ten rows. */
    public DatasetId dataset(ApiUser user, ArtifactStore store) throws IOException {
        DatasetId id = user.createDataset("tabular-classification");
        Results.importRows(imports, store, user.upload(id), Results.rows(8, 1, 1));
        Awaitility.await()
                .atMost(LONGEST)
                .until(() -> user.call().get("/v1/datasets/" + id).path("state").equals("ready"));
        return id;
    }

    /** Submits a training. */
    public JobId submit(ApiUser user, ModelId model, DatasetId dataset) {
        return submit(
                user,
                new TrainingRequest(model, Optional.of(dataset), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /** Submits a training. */
    public JobId submit(ApiUser user, TrainingRequest request) {
        Caller caller = new Caller(new OwnerId(user.name()), Set.of(Role.USER));
        return QuarkusTransaction.requiringNew().call(() -> {
            JobSpec.Train spec =
                    CDI.current().select(TrainingService.class).get().specify(caller, request);
            JobSubject subject = JobSubject.of(
                    spec.model(), spec.dataset().dataset(), spec.dataset().version());
            return CDI.current()
                    .select(JobService.class)
                    .get()
                    .submit(caller.owner(), JobRequest.of(spec, subject))
                    .id();
        });
    }

    /** Trains the next version of a model. */
    public ArtifactReference train(ApiUser user, ArtifactStore store, ModelId model, DatasetId dataset)
            throws IOException {
        return train(user, store, model, dataset, Map.of());
    }

    /** Trains the next version of a model, which has these files too. */
    public ArtifactReference train(
            ApiUser user, ArtifactStore store, ModelId model, DatasetId dataset, Map<String, byte[]> more)
            throws IOException {
        Integer before = user.call().get("/v1/models/" + model).path("latest_version");
        int next = before == null ? 1 : before + 1;
        ArtifactReference artifact = Results.train(trainings, store, submit(user, model, dataset), more);
        Awaitility.await().atMost(LONGEST).until(() -> Integer.valueOf(next)
                .equals(user.call().get("/v1/models/" + model).path("latest_version")));
        return artifact;
    }

    /** A model with one version. */
    public ModelId model(ApiUser user, ArtifactStore store) throws IOException {
        ModelId model = user.createModel("tabular-classification");
        train(user, store, model, dataset(user, store));
        return model;
    }

    @Override
    public void close() {
        imports.close();
        trainings.close();
    }
}
