package dev.modelyard.api.dataset;

import dev.modelyard.contracts.job.ContentFormat;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.servicekit.problem.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which format an upload has, by what its caller says of it, and which formats a task's content has. */
public final class ContentFormats {
    private ContentFormats() {}

    /** The formats in which content for a task is uploaded; none for a task that cannot be imported yet. */
    public static List<ContentFormat> of(Task task) {
        return switch (task) {
            case TEXT_CLASSIFICATION, TEXT_SIMILARITY, TEXT_INFERENCE ->
                List.of(ContentFormat.JSONL, ContentFormat.CSV, ContentFormat.ZIP, ContentFormat.TAR_GZ);
            case IMAGE_CLASSIFICATION -> List.of(ContentFormat.ZIP, ContentFormat.TAR_GZ);
            case TABULAR_CLASSIFICATION, TABULAR_REGRESSION ->
                List.of(ContentFormat.CSV, ContentFormat.ZIP, ContentFormat.TAR_GZ);
            case OBJECT_DETECTION, SEMANTIC_SEGMENTATION, INSTANCE_SEGMENTATION, TEXT_GENERATION -> List.of();
        };
    }

    /**
     * The format of an upload: as named, else by its media type, else by the ending of its name.
     *
     * @throws ProblemException 400 if none of them tells, or the task takes no such content
     */
    static ContentFormat of(Task task, Optional<String> named, Optional<String> mediaType, Optional<String> fileName) {
        ContentFormat format = named.map(name -> ContentFormat.named(name.toLowerCase(Locale.ROOT))
                        .orElseThrow(() -> ProblemException.invalidField("format", "must be one of " + names(task))))
                .or(() -> mediaType.flatMap(ContentFormats::byMediaType))
                .or(() -> fileName.flatMap(ContentFormat::byFileName))
                .orElseThrow(() -> ProblemException.invalidField(
                        "format",
                        "must be set to one of " + names(task) + ", or be told by Content-Type or the file's name"));
        if (!of(task).contains(format)) {
            throw ProblemException.invalidField(
                    "format",
                    "must be one of " + names(task) + " for " + task.wireName() + ", not " + format.wireName());
        }
        return format;
    }

    private static Optional<ContentFormat> byMediaType(String mediaType) {
        return switch (mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
            case "application/jsonl", "application/x-jsonlines", "application/jsonlines", "application/x-ndjson" ->
                Optional.of(ContentFormat.JSONL);
            case "text/csv" -> Optional.of(ContentFormat.CSV);
            case "application/zip", "application/x-zip-compressed" -> Optional.of(ContentFormat.ZIP);
            case "application/gzip", "application/x-gzip", "application/x-gtar", "application/x-tgz" ->
                Optional.of(ContentFormat.TAR_GZ);
            default -> Optional.empty();
        };
    }

    private static String names(Task task) {
        return of(task).stream().map(ContentFormat::wireName).collect(Collectors.joining(", "));
    }
}
