package dev.modelyard.api.artifact;

import dev.modelyard.contracts.artifact.Manifest;
import java.io.InputStream;
import java.util.Locale;

/**
 * A file of an artifact, opened for download.
 *
 * @param content to be read once; it fails at its end if it is not what the manifest says
 */
public record ArtifactFile(Manifest.Entry entry, InputStream content) {
    /** The media type by the ending of the name. Types that a browser would run as a program are never answered. */
    public String mediaType() {
        return switch (ending()) {
            case "jpg", "jpeg" -> "image/jpeg";
            case "png" -> "image/png";
            case "gif" -> "image/gif";
            case "bmp" -> "image/bmp";
            case "webp" -> "image/webp";
            case "tif", "tiff" -> "image/tiff";
            case "json" -> "application/json";
            case "jsonl" -> "application/x-ndjson";
            case "csv" -> "text/csv;charset=utf-8";
            case "txt" -> "text/plain;charset=utf-8";
            default -> "application/octet-stream";
        };
    }

    private String ending() {
        String path = entry.path();
        return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
