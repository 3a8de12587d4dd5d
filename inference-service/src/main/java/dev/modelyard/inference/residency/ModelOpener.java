package dev.modelyard.inference.residency;

import dev.modelyard.artifactstore.ArtifactCorruptException;
import dev.modelyard.contracts.artifact.ServingPrecision;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.inference.batching.Calibration;
import dev.modelyard.inference.batching.PredictionQueue;
import dev.modelyard.inference.batching.PredictionQueues;
import dev.modelyard.inference.residency.Residence.Resident;
import dev.modelyard.modellibrary.prediction.ServableModel;
import dev.modelyard.modellibrary.prediction.UnservableModelException;
import dev.modelyard.modellibrary.untrained.UnknownNetworkException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Loads model versions. Whatever goes wrong with one is its own failure, with a reason for its owner, and harms no other. */
@Singleton
final class ModelOpener {
    private static final Logger LOG = Logger.getLogger(ModelOpener.class);

    private final ModelFetcher fetcher;
    private final LoadJournal journal;
    private final MemoryBudget memory;
    private final PredictionQueues queues;

    @Inject
    ModelOpener(ModelFetcher fetcher, LoadJournal journal, MemoryBudget memory, PredictionQueues queues) {
        this.fetcher = fetcher;
        this.journal = journal;
        this.memory = memory;
        this.queues = queues;
    }

    /** How long a call may take, the loading of its model included. */
    Duration deadline() {
        return queues.deadline();
    }

    /**
     * Loads a version; blocks the platform thread that it is called on, also while others make room.
     *
     * @param measured how it was found to compute best earlier; empty: that is found out
     */
    Resident open(Edition edition, MemoryBudget.Tenant tenant, Optional<Calibration> measured)
            throws UnloadableException, InterruptedException {
        try (ModelFetcher.Fetched files = fetcher.fetch(edition.source(), edition.precision())) {
            requireForm(files.folder(), edition);
            MemoryBudget.Lease lease = memory.take(tenant, ServableModel.estimate(files.folder(), edition.precision()));
            try (LoadJournal.Note _ = journal.begin(edition.source())) {
                return new Resident(queue(edition, files.folder(), measured), lease);
            } catch (IOException | UnloadableException | RuntimeException | Error e) {
                lease.close();
                throw e;
            }
        } catch (ArtifactCorruptException e) {
            LOG.errorf("%s: %s", edition.model(), e.getMessage());
            throw new UnloadableException(
                    ErrorCode.ARTIFACT_CORRUPT, "the stored model is not what was trained: its checksum differs", e);
        } catch (NoSuchFileException e) {
            LOG.errorf("%s: there is no %s", edition.model(), e.getFile());
            throw new UnloadableException(ErrorCode.ARTIFACT_CORRUPT, "the model is not in the store", e);
        } catch (IOException e) {
            LOG.warnf(e, "%s: the store cannot be read", edition.model());
            throw new UnloadableException(ErrorCode.STORAGE_UNAVAILABLE, "the artifact store could not be read", e);
        } catch (UnknownNetworkException e) {
            LOG.errorf("%s: %s", edition.model(), e.getMessage());
            throw new UnloadableException(ErrorCode.UNKNOWN_NETWORK, "this replica has no such network", e);
        } catch (UnservableModelException e) {
            LOG.errorf(e, "%s cannot be served", edition.model());
            throw new UnloadableException(
                    ErrorCode.ARTIFACT_CORRUPT, "the model is stored as it was trained, but cannot be loaded", e);
        } catch (InsufficientMemoryException e) {
            LOG.warnf("%s: %s", edition.model(), e.getMessage());
            throw new UnloadableException(ErrorCode.OUT_OF_MEMORY, String.valueOf(e.getMessage()), e);
        } catch (OutOfMemoryError e) {
            LOG.errorf(e, "%s does not fit into memory", edition.model());
            throw new UnloadableException(
                    ErrorCode.OUT_OF_MEMORY, "the model does not fit into the memory of this replica", e);
        } catch (RuntimeException | LinkageError e) {
            UUID id = UUID.randomUUID();
            LOG.errorf(e, "%s: loading %s failed", id, edition.model());
            throw new UnloadableException(ErrorCode.INTERNAL, "loading it failed; the log has it under " + id, e);
        }
    }

    /** A version from before there was a choice, or whose network gains nothing from another arithmetic, has that of training only. */
    private static void requireForm(Path folder, Edition edition) throws UnloadableException {
        if (edition.precision() != ServingPrecision.FP32
                && !Files.exists(folder.resolve(edition.precision().file()))) {
            throw new UnloadableException(
                    ErrorCode.CONFLICT,
                    "version %d cannot be served in %s"
                            .formatted(edition.version(), edition.precision().wireName()));
        }
    }

    private PredictionQueue queue(Edition edition, Path folder, Optional<Calibration> measured)
            throws UnloadableException {
        ServableModel model = ServableModel.load(folder, edition.precision(), queues.sessionSettings());
        try {
            if (model.summary().task() != edition.task()) {
                throw new UnloadableException(
                        ErrorCode.ARTIFACT_CORRUPT,
                        "the model is one for " + model.summary().task().wireName() + ", not for "
                                + edition.task().wireName());
            }
            return queues.open(edition.model(), model, measured, edition.limits());
        } catch (UnloadableException | RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }
}
