package dev.modelyard.api.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportRootsTest {
    @TempDir
    Path folder;

    private Path root;
    private ImportRoots roots;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(folder.toRealPath().resolve("root"));
        Files.createDirectory(folder.resolve("root-of-another"));
        Files.createDirectory(root.resolve("set"));
        roots = new ImportRoots(List.of(root));
    }

    @Test
    void aFolderBelowARootIsNamedAbsoluteOrFromTheRoot() {
        assertThat(roots.resolve(root.resolve("set").toString())).isEqualTo(root.resolve("set"));
        assertThat(roots.resolve("set")).isEqualTo(root.resolve("set"));
        assertThat(roots.resolve("set/../set/.")).isEqualTo(root.resolve("set"));
    }

    @Test
    void aLinkIsFollowedWithinTheRootsOnly() throws IOException {
        Files.createSymbolicLink(root.resolve("inside"), root.resolve("set"));
        Files.createSymbolicLink(root.resolve("outside"), folder.resolve("root-of-another"));

        assertThat(roots.resolve("inside")).isEqualTo(root.resolve("set"));
        refused("outside", ErrorCode.PATH_NOT_ALLOWED);
    }

    @Test
    void aRootThatIsALinkItselfIsStillARoot() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), root);

        assertThat(new ImportRoots(List.of(link)).resolve(link.resolve("set").toString()))
                .isEqualTo(root.resolve("set"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "/", "..", "../root-of-another", "set/../../root-of-another", "/no/such"})
    void whatLiesElsewhereIsRefusedWhetherItExistsOrNot(String path) {
        refused(path, ErrorCode.PATH_NOT_ALLOWED);
    }

    @Test
    void aFolderWhoseNameBeginsLikeARootIsNotBelowIt() {
        refused(folder.resolve("root-of-another").toString(), ErrorCode.PATH_NOT_ALLOWED);
    }

    @Test
    void nothingIsAllowedWithoutRoots() {
        roots = new ImportRoots(List.of());

        refused("set", ErrorCode.PATH_NOT_ALLOWED);
        refused("/", ErrorCode.PATH_NOT_ALLOWED);
    }

    @Test
    void whatIsMissingBelowARootIsTheCallersMistake() {
        refused("missing", ErrorCode.INVALID_FIELD);
        refused("a\0b", ErrorCode.INVALID_FIELD);
    }

    private void refused(String path, ErrorCode code) {
        assertThatThrownBy(() -> roots.resolve(path))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.code())
                        .isEqualTo(code));
    }
}
