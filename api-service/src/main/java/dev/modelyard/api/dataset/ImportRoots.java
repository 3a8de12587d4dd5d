package dev.modelyard.api.dataset;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The folders below which content may be imported by its path. What lies elsewhere is refused alike, whether it exists or not. */
final class ImportRoots {
    private final List<Path> roots;

    ImportRoots(List<Path> roots) {
        this.roots =
                roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
    }

    /**
     * The real path of a folder or file below a root, every symbolic link followed.
     *
     * @param path absolute, or relative to a root
     * @throws ProblemException 422 if it leads elsewhere, 400 if there is nothing there
     */
    Path resolve(String path) {
        Path asked = parse(path);
        List<Path> candidates = roots.stream()
                .map(root -> root.resolve(asked).normalize())
                .filter(this::belowRoot)
                .toList();
        if (candidates.isEmpty()) {
            throw notAllowed();
        }
        Path existing = candidates.stream()
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> ProblemException.invalidField("path", "does not name an existing folder or file"));
        try {
            Path real = existing.toRealPath();
            if (!belowRealRoot(real)) {
                throw notAllowed();
            }
            if (!Files.isReadable(real) || !(Files.isDirectory(real) || Files.isRegularFile(real))) {
                throw ProblemException.invalidField("path", "is not a folder or file that can be read");
            }
            return real;
        } catch (IOException e) {
            throw ProblemException.invalidField("path", "cannot be read");
        }
    }

    private boolean belowRoot(Path path) {
        return roots.stream().anyMatch(path::startsWith);
    }

    private boolean belowRealRoot(Path real) throws IOException {
        for (Path root : roots) {
            if (Files.exists(root) && real.startsWith(root.toRealPath())) {
                return true;
            }
        }
        return false;
    }

    private static Path parse(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw ProblemException.invalidField("path", "is not a path");
        }
    }

    private static ProblemException notAllowed() {
        return new ProblemException(
                ErrorCode.PATH_NOT_ALLOWED, "The path lies outside the folders this installation imports from.");
    }
}
