package dev.modelyard.standalone.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    private Path temporary;

    @Test
    void areMadeOnceForAFolderAndReadableToItsOwnerOnly() throws IOException {
        DataFolder folder = new DataFolder(temporary.resolve("data"));
        folder.create();

        Secrets first = Secrets.of(folder);

        assertThat(Secrets.of(folder)).isEqualTo(first);
        assertThat(permissions(folder.secretsFile())).isEqualTo("rw-------");
        assertThat(first.toString())
                .doesNotContain(
                        first.pepper(),
                        first.adminSecretKey(),
                        first.webhooksKey().orElseThrow());
    }

    @Test
    void whatAnEarlierVersionMadeStaysAndGetsTheKeyOfWebhooks() throws IOException {
        DataFolder folder = new DataFolder(temporary.resolve("data"));
        folder.create();
        Files.writeString(
                folder.secretsFile(),
                "{\"admin_secret_id\":\"a\",\"admin_secret_key\":\"b\",\"system_key\":\"c\",\"pepper\":\"d\","
                        + "\"database_password\":\"e\"}");

        Secrets completed = Secrets.of(folder);

        assertThat(completed.pepper()).isEqualTo("d");
        assertThat(completed.webhooksKey().orElseThrow()).hasSizeGreaterThanOrEqualTo(32);
        assertThat(Secrets.of(folder)).isEqualTo(completed);
        assertThat(permissions(folder.secretsFile())).isEqualTo("rw-------");
    }

    @Test
    void differBetweenFolders() {
        DataFolder one = new DataFolder(temporary.resolve("one"));
        DataFolder other = new DataFolder(temporary.resolve("other"));
        one.create();
        other.create();

        assertThat(Secrets.of(one).adminSecretKey())
                .isNotEqualTo(Secrets.of(other).adminSecretKey());
    }

    @Test
    void runtimeFileHasTheDocumentedKeysAndIsPrivate() throws IOException {
        DataFolder folder = new DataFolder(temporary.resolve("data"));
        folder.create();
        RuntimeFile file = new RuntimeFile(
                "http://a",
                "http://b",
                "http://c",
                "http://d",
                "k:1",
                "jdbc:x",
                "system",
                new RuntimeFile.Admin("sid_x", "key"),
                Map.of("api", 7L));

        file.write(folder);

        assertThat(permissions(folder.runtimeFile())).isEqualTo("rw-------");
        assertThat(Files.readString(folder.runtimeFile()).replaceAll("\\s+", ""))
                .isEqualTo("{\"api\":\"http://a\",\"auth\":\"http://b\",\"inference\":\"http://c\","
                        + "\"console\":\"http://d\",\"kafka\":\"k:1\",\"postgres\":\"jdbc:x\","
                        + "\"system_key\":\"system\",\"admin\":{\"secret_id\":\"sid_x\",\"secret_key\":\"key\"},"
                        + "\"pids\":{\"api\":7}}");
        assertThat(RuntimeFile.read(folder)).contains(file);
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
