package dev.modelyard.systemtests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationDocumentTest {
    /** As with the formatter: a local build brings the document up to date, CI only looks whether that was committed. */
    private static final boolean ONLY_LOOK = Boolean.parseBoolean(System.getenv("CI"));

    private static final Path ROOT =
            Path.of(System.getProperty("modelyard.root", "..")).toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @Test
    void docsConfigurationHasEveryKeyAsTheCodeHasIt() throws IOException {
        ConfigurationDocument document = new ConfigurationDocument(ROOT);
        if (!ONLY_LOOK) {
            Files.writeString(document.file(), document.wanted());
        }

        assertThat(document.current())
                .as("docs/configuration.md is not current; a local build writes it")
                .isEqualTo(document.wanted());
    }

    @Test
    void everyKeySaysWhatItDoes() throws IOException {
        assertThat(new ConfigurationReader(ROOT).groups())
                .hasSizeGreaterThan(5)
                .allSatisfy(group -> assertThat(group.description()).isNotEmpty())
                .flatMap(ConfigurationGroup::keys)
                .allSatisfy(
                        key -> assertThat(key.description()).as(key.property()).isNotEmpty());
    }

    @Test
    void readsNamesTypesDefaultsAndNestedGroups() throws IOException {
        Path source = Files.createDirectories(folder.resolve("deploy/sample/src/main/java"));
        Files.writeString(folder.resolve("deploy/sample/pom.xml"), "<project/>");
        Files.writeString(source.resolve("SampleConfig.java"), """
                import io.smallrye.config.*;
                /** About samples. */
                @ConfigMapping(prefix = "modelyard.sample")
                public interface SampleConfig {
                    /** How long, {@code 3s} | or
                     *  {@link java.time.Duration#ofDays so}. */
                    @WithDefault("5s")
                    java.time.Duration longestBackOff();
                    /** Folders. */
                    Optional<List<Path>> roots();
                    /** Which. */
                    @WithName("which-one")
                    @WithDefault("${modelyard.other:7}")
                    int which();
                    /** Where. */
                    URI where();
                    /** What then. */
                    @WithDefault("not-at-all")
                    Then then();
                    /** What somebody may do. */
                    enum Then { NOT_AT_ALL, ALWAYS }
                    /** No key: it is worked out. */
                    default int twice() { return 2 * which(); }
                    Inner inner();
                    /** Not a key. */
                    interface Inner {
                        /** Deep. */
                        boolean deep();
                    }
                }
                """);

        List<ConfigurationGroup> groups = new ConfigurationReader(folder).groups();

        assertThat(ConfigurationDocument.tables(groups)).isEqualTo("""

                ## deploy/sample

                About samples.

                | variable, property | is | unless set | what it does |
                |---|---|---|---|
                | `MODELYARD_SAMPLE_LONGEST_BACK_OFF`<br>`modelyard.sample.longest-back-off` | duration | `5s` | How long, `3s` \\| or so. |
                | `MODELYARD_SAMPLE_ROOTS`<br>`modelyard.sample.roots` | list of paths |  | Folders. |
                | `MODELYARD_SAMPLE_WHICH_ONE`<br>`modelyard.sample.which-one` | number | `MODELYARD_OTHER`, else `7` | Which. |
                | `MODELYARD_SAMPLE_WHERE`<br>`modelyard.sample.where` | address | must be set | Where. |
                | `MODELYARD_SAMPLE_THEN`<br>`modelyard.sample.then` | `not-at-all` or `always` | `not-at-all` | What then. |
                | `MODELYARD_SAMPLE_INNER_DEEP`<br>`modelyard.sample.inner.deep` | true or false | must be set | Deep. |
                """);
    }
}
