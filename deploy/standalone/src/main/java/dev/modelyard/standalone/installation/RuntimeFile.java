package dev.modelyard.standalone.installation;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.modelyard.contracts.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/**
 * {@code runtime.json}: where a running installation is to be found, and its keys. It exists while everything runs.
 *
 * @param api, auth, inference base addresses
 * @param console the page to open in a browser
 * @param kafka bootstrap servers
 * @param postgres JDBC address with user and password
 * @param pids process ids by process, the launcher's under {@code launcher}
 */
public record RuntimeFile(
        String api,
        String auth,
        String inference,
        String console,
        String kafka,
        String postgres,
        String systemKey,
        Admin admin,
        Map<String, Long> pids) {
    public record Admin(String secretId, String secretKey) {}

    public static Optional<RuntimeFile> read(DataFolder folder) {
        if (!Files.exists(folder.runtimeFile())) {
            return Optional.empty();
        }
        return Optional.of(Json.read(PrivateFile.read(folder.runtimeFile()), RuntimeFile.class));
    }

    public void write(DataFolder folder) {
        try {
            PrivateFile.write(
                    folder.runtimeFile(),
                    Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RuntimeFile withPids(Map<String, Long> current) {
        return new RuntimeFile(api, auth, inference, console, kafka, postgres, systemKey, admin, current);
    }

    public static void delete(DataFolder folder) {
        try {
            Files.deleteIfExists(folder.runtimeFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says where, and no key. */
    @Override
    public String toString() {
        return "RuntimeFile[" + api + "]";
    }
}
