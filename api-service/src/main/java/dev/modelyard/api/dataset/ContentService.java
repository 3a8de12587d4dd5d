package dev.modelyard.api.dataset;

import dev.modelyard.api.artifact.UploadService;
import dev.modelyard.api.job.Job;
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
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Optional;

/** Takes uploads into the store and has them imported. Content passes through in pieces and is never held. */
@ApplicationScoped
public class ContentService {
    private final DatasetService datasets;
    private final ImportService imports;
    private final UploadService uploads;
    private final DatasetConfig config;

    ContentService(DatasetService datasets, ImportService imports, UploadService uploads, DatasetConfig config) {
        this.datasets = datasets;
        this.imports = imports;
        this.uploads = uploads;
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
        StoredObject stored =
                uploads.receive(dataset.owner(), key, upload.content(), head.announced(), config.unfinishedUpload());
        boolean usable = false;
        try {
            require(stored, digest);
            usable = true;
        } finally {
            if (!usable) {
                uploads.discard(key);
            }
        }
        ImportSource.Upload source = new ImportSource.Upload(key, name.orElse("upload." + format.wireName()), format);
        return new ReceivedContent(id, source, stored.size(), options, split);
    }

    /** Submits the import of what was received, in the caller's transaction if there is one. */
    public Job submit(Caller caller, ReceivedContent content) {
        return imports.importUpload(caller, content);
    }

    /** Deletes what was received and does not become an import. */
    public void discard(ReceivedContent content) {
        uploads.discard(content.source().key());
    }

    private static void require(StoredObject stored, Optional<String> digest) {
        if (stored.size() == 0) {
            throw new ProblemException(ErrorCode.MALFORMED_REQUEST, "The upload is empty.");
        }
        if (digest.filter(said -> !said.equals(stored.sha256())).isPresent()) {
            throw ProblemException.invalidField(
                    UploadHead.CONTENT_DIGEST, "is not the digest of the content that came");
        }
    }
}
