package dev.modelyard.trainer.dataset.content;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.trainer.run.JobFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The folders that content may be imported from, links resolved. */
public final class ImportRoots {
    private final List<Path> roots;

    private ImportRoots(List<Path> roots) {
        this.roots = roots;
    }

    /** Resolves the configured folders; those that are not there allow nothing. */
    public static ImportRoots of(List<Path> configured) throws IOException {
        List<Path> roots = new ArrayList<>();
        for (Path root : configured) {
            if (Files.isDirectory(root)) {
                roots.add(root.toRealPath());
            }
        }
        return new ImportRoots(roots);
    }

    /**
     * The real path of a file or folder that a caller names.
     *
     * @throws JobFailedException if it is outside, or not there
     */
    Path resolve(String name) {
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            throw new JobFailedException(ErrorCode.PATH_NOT_ALLOWED, Problems.shown(name) + " is not a path", e);
        }
        if (!path.isAbsolute()) {
            throw new JobFailedException(ErrorCode.PATH_NOT_ALLOWED, Problems.shown(name) + " is not an absolute path");
        }
        try {
            Path real = path.toRealPath();
            if (contains(real)) {
                return real;
            }
        } catch (FileSystemException e) {
            // Whether something outside is there is nobody's business: only inside is it said that it is not.
            if (contains(path.normalize())) {
                throw new JobFailedException(
                        ErrorCode.INVALID_DATA, Problems.shown(name) + ": no such file or folder", e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new JobFailedException(
                ErrorCode.PATH_NOT_ALLOWED,
                Problems.shown(name) + " is outside the folders this installation imports from");
    }

    private boolean contains(Path path) {
        return roots.stream().anyMatch(path::startsWith);
    }

    List<Path> folders() {
        return roots;
    }
}
