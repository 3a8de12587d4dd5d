package dev.modelyard.inference.deployment;

import dev.modelyard.artifactstore.ArtifactCorruptException;
import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.inference.batching.PredictionQueues;
import dev.modelyard.inference.deployment.Phase.Failed;
import dev.modelyard.modellibrary.prediction.ServableModel;
import dev.modelyard.modellibrary.prediction.UnservableModelException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Loads model versions on a few platform threads. Whatever goes wrong with one is its result, and harms no other. */
@Singleton
final class ModelLoader {
    /** What became of a load. */
    sealed interface Result {
        /** It can serve. */
        record Loaded(ServedVersion version) implements Result {}

        /** It cannot, and why. */
        record Refused(Failed failure) implements Result {}
    }

    private static final Logger LOG = Logger.getLogger(ModelLoader.class);

    private final ModelFetcher fetcher;
    private final PredictionQueues queues;
    private final ExecutorService threads;

    @Inject
    ModelLoader(ModelFetcher fetcher, PredictionQueues queues, DeploymentConfig config) {
        this.fetcher = fetcher;
        this.queues = queues;
        this.threads = Executors.newFixedThreadPool(
                config.loadThreads(),
                Thread.ofPlatform().name("load-", 0).daemon().factory());
    }

    /**
     * Loads behind the caller's back.
     *
     * @param stillWanted asked when its turn comes; if not, nothing is loaded and nothing reported
     * @param report takes the result, on a loading thread
     */
    void load(
            DesiredDeployment desired,
            Predicate<DesiredDeployment> stillWanted,
            BiConsumer<DesiredDeployment, Result> report) {
        threads.execute(() -> {
            if (stillWanted.test(desired)) {
                report.accept(desired, load(desired));
            }
        });
    }

    private Result load(DesiredDeployment desired) {
        long begin = System.nanoTime();
        try {
            ServableModel model =
                    fetcher.use(desired.artifact(), folder -> ServableModel.load(folder, queues.sessionSettings()));
            if (model.summary().task() != desired.task()) {
                model.close();
                return refused(
                        ErrorCode.ARTIFACT_CORRUPT,
                        "the model is one for " + model.summary().task().wireName() + ", not for "
                                + desired.task().wireName());
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new Result.Loaded(new ServedVersion(desired, queues.open(desired.model(), model), seconds));
        } catch (ArtifactCorruptException e) {
            LOG.errorf("%s: %s", desired.model(), e.getMessage());
            return refused(
                    ErrorCode.ARTIFACT_CORRUPT, "the stored model is not what was trained: its checksum differs");
        } catch (NoSuchFileException e) {
            LOG.errorf("%s: there is no %s", desired.model(), e.getFile());
            return refused(ErrorCode.ARTIFACT_CORRUPT, "the model is not in the store");
        } catch (IOException e) {
            LOG.warnf(e, "%s: the store cannot be read", desired.model());
            return refused(ErrorCode.STORAGE_UNAVAILABLE, "the artifact store could not be read");
        } catch (UnservableModelException e) {
            LOG.errorf(e, "%s cannot be served", desired.model());
            return refused(ErrorCode.ARTIFACT_CORRUPT, "the model is stored as it was trained, but cannot be loaded");
        } catch (OutOfMemoryError e) {
            LOG.errorf(e, "%s does not fit into memory", desired.model());
            return refused(ErrorCode.OUT_OF_MEMORY, "the model does not fit into the memory of this replica");
        } catch (RuntimeException | LinkageError e) {
            UUID id = UUID.randomUUID();
            LOG.errorf(e, "%s: loading %s failed", id, desired.model());
            return refused(ErrorCode.INTERNAL, "loading it failed; the log has it under " + id);
        }
    }

    private static Result refused(ErrorCode code, String message) {
        return new Result.Refused(new Failed(code, message));
    }

    @PreDestroy
    void stop() {
        threads.shutdown();
    }
}
