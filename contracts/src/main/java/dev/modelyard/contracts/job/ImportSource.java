package dev.modelyard.contracts.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Where the raw content of an import lies. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "from")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ImportSource.Upload.class, name = "upload"),
    @JsonSubTypes.Type(value = ImportSource.Folder.class, name = "folder")
})
public sealed interface ImportSource {
    /**
     * One uploaded file in the artifact store.
     *
     * @param key its key in the store
     * @param name the name the caller gave the file, for messages
     */
    record Upload(String key, String name, ContentFormat format) implements ImportSource {}

    /** A folder, or a single file, on a file system that api-service and workers share, below an import root. */
    record Folder(String path) implements ImportSource {}
}
