package dev.modelyard.api.dataset;

import dev.modelyard.api.artifact.DeletionService;
import dev.modelyard.api.job.Job;
import dev.modelyard.api.storage.ReservingInputStream;
import dev.modelyard.api.storage.StorageService;
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
import java.io.InputStream;
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
    private final StorageService storage;
    private final DatasetConfig config;

    ContentService(
            DatasetService datasets,
            ImportService imports,
            ArtifactStore store,
            DeletionService deletions,
            StorageService storage,
            DatasetConfig config) {
        this.datasets = datasets;
        this.imports = imports;
        this.store = store;
        this.deletions = deletions;
        this.storage = storage;
        this.config = config;
    }

    /** Opens the body of an upload; nothing of it is read before. */
    @FunctionalInterface
    public interface Opening {
        Upload open() throws IOException;
    }

    /**
     * Stores an upload. Everything that can be refused is refused before the content is read. It is deleted after a while unless it is
     * submitted.
     *
     * @param head what the upload says of itself
     * @throws ProblemException 400 if the content is not what its digest says; 413 {@code quota_exceeded} if the dataset's owner may not store as much
     */
    public ReceivedContent receive(Caller caller, DatasetId id, Opening opening, UploadHead head, ContentQuery query)
            throws IOException {
        Dataset dataset = datasets.get(caller, id);
        Optional<String> digest = head.sha256();
        Upload upload = opening.open();
        Optional<String> name = query.name().or(upload::fileName);
        ContentFormat format = ContentFormats.of(dataset.task(), query.format(), upload.mediaType(), name);
        ImportOptions options = ImportOptionRules.check(dataset.task(), query.target(), query.labels());
        Optional<SplitRule> split = query.rule();
        String key = StoreLayout.upload(id, UploadId.fresh());
        deletions.deleteUnlessKept(key, config.unfinishedUpload());
        boolean received = false;
        try {
            StoredObject stored = store(
                    key, new ReservingInputStream(upload.content(), storage, dataset.owner(), key, head.announced()));
            if (digest.filter(said -> !said.equals(stored.sha256())).isPresent()) {
                throw ProblemException.invalidField(
                        UploadHead.CONTENT_DIGEST, "is not the digest of the content that came");
            }
            received = true;
            ImportSource.Upload source =
                    new ImportSource.Upload(key, name.orElse("upload." + format.wireName()), format);
            return new ReceivedContent(id, source, stored.size(), options, split);
        } finally {
            if (!received) {
                discard(key);
            }
        }
    }

    /** Submits the import of what was received, in the caller's transaction if there is one. */
    public Job submit(Caller caller, ReceivedContent content) {
        return imports.importUpload(caller, content);
    }

    /** Deletes what was received and does not become an import. */
    public void discard(ReceivedContent content) {
        discard(content.source().key());
    }

    private void discard(String key) {
        QuarkusTransaction.requiringNew().run(() -> deletions.delete(key));
    }

    private StoredObject store(String key, InputStream content) {
        StoredObject stored;
        try {
            stored = store.put(key, content);
        } catch (IOException e) {
            LOG.warnf(e, "An upload was not stored as %s", key);
            throw new ProblemException(ErrorCode.STORAGE_UNAVAILABLE, "The upload broke off or could not be stored.");
        }
        if (stored.size() == 0) {
            throw new ProblemException(ErrorCode.MALFORMED_REQUEST, "The upload is empty.");
        }
        return stored;
    }
}
