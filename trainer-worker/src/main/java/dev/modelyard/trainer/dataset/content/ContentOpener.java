package dev.modelyard.trainer.dataset.content;

import dev.modelyard.artifactstore.extraction.ArchiveExtractor;
import dev.modelyard.artifactstore.extraction.ArchiveKind;
import dev.modelyard.artifactstore.extraction.ExtractionLimits;
import dev.modelyard.artifactstore.extraction.RefusedArchiveException;
import dev.modelyard.contracts.job.ContentFormat;
import dev.modelyard.contracts.job.ImportSource;
import dev.modelyard.trainer.run.RunContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the content an import names, and unpacks it into the run's scratch folder if it is an archive. */
final class ContentOpener {
    private final ImportRoots roots;
    private final ExtractionLimits limits;
    private final RunContext context;

    ContentOpener(ImportRoots roots, ExtractionLimits limits, RunContext context) {
        this.roots = roots;
        this.limits = limits;
        this.context = context;
    }

    Content open(ImportSource source) throws IOException {
        return switch (source) {
            case ImportSource.Upload upload -> opened(uploaded(upload), shownName(upload.name()), upload.format());
            case ImportSource.Folder folder -> open(roots.resolve(folder.path()));
        };
    }

    private Content open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return new Content.Folder(path, roots.folders());
        }
        String name = shownName(path.toString());
        ContentFormat format = ContentFormat.byFileName(name)
                .orElseThrow(() -> Problems.failure(name + ": neither a folder nor a jsonl, csv, zip or tar.gz file"));
        return opened(path, name, format);
    }

    private Content opened(Path file, String name, ContentFormat format) throws IOException {
        return switch (format) {
            case JSONL, CSV -> new Content.Single(new ContentFile(file, name, format, Optional.empty()));
            case ZIP -> extracted(file, name, ArchiveKind.ZIP);
            case TAR_GZ -> extracted(file, name, ArchiveKind.TAR_GZ);
        };
    }

    private Content extracted(Path archive, String name, ArchiveKind kind) throws IOException {
        Path folder =
                Files.createDirectory(context.scratch().resolve("content")).toRealPath();
        Steps steps = new Steps(context, "unpacking", Files.size(archive));
        try {
            new ArchiveExtractor(limits, unpacked -> steps.check()).extract(kind, archive, folder);
        } catch (RefusedArchiveException e) {
            throw Problems.failure(name + ": " + e.getMessage());
        }
        return new Content.Folder(folder, List.of(folder)).unwrapped();
    }

    private Path uploaded(ImportSource.Upload upload) throws IOException {
        Optional<Path> local = context.store().localFile(upload.key());
        if (local.isPresent() && Files.isRegularFile(local.get())) {
            return local.get();
        }
        Path copy = context.scratch().resolve("upload");
        try (InputStream content = context.store().open(upload.key())) {
            Files.copy(content, copy);
        } catch (NoSuchFileException e) {
            throw Problems.failure(shownName(upload.name()) + ": the uploaded file is not there any more");
        }
        return copy;
    }

    private static String shownName(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return last.isEmpty() ? "the file" : last.replaceAll("\\p{Cntrl}", "?");
    }
}
