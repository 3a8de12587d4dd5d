package dev.modelyard.api.facade.gts;

import dev.modelyard.api.artifact.DeletionService;
import dev.modelyard.api.artifact.UploadService;
import dev.modelyard.artifactstore.ArtifactStore.StoredObject;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.id.UploadId;
import dev.modelyard.servicekit.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The files of tasks. One comes in under a key of its own, and becomes a file of a task when all of its upload has come. */
@ApplicationScoped
class GtsFileService {
    private static final String FACADE = "gts";

    private final GtsTaskService tasks;
    private final GtsFileStore files;
    private final UploadService uploads;
    private final DeletionService deletions;
    private final GtsConfig config;

    GtsFileService(
            GtsTaskService tasks,
            GtsFileStore files,
            UploadService uploads,
            DeletionService deletions,
            GtsConfig config) {
        this.tasks = tasks;
        this.files = files;
        this.uploads = uploads;
        this.deletions = deletions;
        this.config = config;
    }

    /** Stores content that belongs to no task yet; see {@link UploadService#receive} for what is thrown. */
    GtsFile receive(Caller caller, String name, InputStream content) {
        String key = StoreLayout.facadeFile(FACADE, UploadId.fresh());
        StoredObject stored = uploads.receive(caller.owner(), key, content, 0, config.unfinishedUpload());
        return new GtsFile(name, key, stored.size());
    }

    /** Lets go of what was received and belongs to no task. */
    void discard(List<GtsFile> received) {
        received.forEach(file -> uploads.discard(file.key()));
    }

    /** Gives a task what was received, in the place of files of the same names; all of it or nothing. */
    @Transactional
    void keep(GtsTask task, List<GtsFile> received) {
        GtsTask held = tasks.hold(task);
        for (GtsFile file : received) {
            uploads.keep(held.owner(), file.key(), file.bytes());
            files.find(held.id(), file.name()).ifPresent(before -> deletions.delete(before.key()));
            files.put(held.id(), file);
        }
    }

    @Transactional
    Optional<GtsFile> find(GtsTask task, String name) {
        return files.find(task.id(), name);
    }

    /** Deletes all files of a task that the caller's transaction holds. */
    @Transactional(TxType.MANDATORY)
    void deleteAll(GtsTask task) {
        files.list(task.id()).forEach(file -> deletions.delete(file.key()));
        files.removeAll(task.id());
    }
}
