package dev.modelyard.api.dataset;

import dev.modelyard.api.artifact.DeletionService;
import dev.modelyard.api.job.Job;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.artifactstore.ArtifactStore.StoredObject;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.UploadId;
import dev.modelyard.contracts.job.ContentFormat;
import dev.modelyard.contracts.job.ImportOptions;
import dev.modelyard.contracts.job.ImportSource;
import dev.modelyard.contracts.job.SplitRule;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.ProblemException;
import dev.modelyard.servicekit.upload.Upload;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Takes uploads into the store and has them imported. Content passes through in pieces and is never held. */
@ApplicationScoped
public class ContentService {
    private static final Logger LOG = Logger.getLogger(ContentService.class);

    private final DatasetService datasets;
    private final ImportService imports;
    private final ArtifactStore store;
    private final DeletionService deletions;
    private final DatasetConfig config;

    ContentService(
            DatasetService datasets,
            ImportService imports,
            ArtifactStore store,
            DeletionService deletions,
            DatasetConfig config) {
        this.datasets = datasets;
        this.imports = imports;
        this.store = store;
        this.deletions = deletions;
        this.config = config;
    }

    /** Opens the body of an upload; nothing of it is read before. */
    @FunctionalInterface
    public interface Opening {
        Upload open() throws IOException;
    }

    /** Stores an upload and submits its import. Everything that can be refused is refused before the content is read. */
    public Job upload(Caller caller, DatasetId id, Opening opening, ContentQuery query) throws IOException {
        Dataset dataset = datasets.get(caller, id);
        Upload upload = opening.open();
        Optional<String> name = query.name().or(upload::fileName);
        ContentFormat format = ContentFormats.of(dataset.task(), query.format(), upload.mediaType(), name);
        ImportOptions options = ImportOptionRules.check(dataset.task(), query.target(), query.labels());
        Optional<SplitRule> split = query.rule();
        String key = StoreLayout.upload(id, UploadId.fresh());
        deletions.deleteUnlessKept(key, config.unfinishedUpload());
        boolean submitted = false;
        try {
            receive(key, upload);
            ImportSource.Upload source =
                    new ImportSource.Upload(key, name.orElse("upload." + format.wireName()), format);
            Job job = imports.importUpload(caller, id, source, options, split);
            submitted = true;
            return job;
        } finally {
            if (!submitted) {
                QuarkusTransaction.requiringNew().run(() -> deletions.delete(key));
            }
        }
    }

    private void receive(String key, Upload upload) {
        StoredObject stored;
        try {
            stored = store.put(key, upload.content());
        } catch (IOException e) {
            LOG.warnf(e, "An upload was not stored as %s", key);
            throw new ProblemException(ErrorCode.STORAGE_UNAVAILABLE, "The upload broke off or could not be stored.");
        }
        if (stored.size() == 0) {
            throw new ProblemException(ErrorCode.MALFORMED_REQUEST, "The upload is empty.");
        }
    }
}
