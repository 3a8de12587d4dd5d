package dev.modelyard.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The class data by which processes start as fast as those of a user, whose first {@code up} makes it too. */
final class StartCaches {
    private static final List<String> PROGRAMS =
            List.of("auth-service", "api-service", "inference-service", "trainer-worker");

    private StartCaches() {}

    /**
     * Makes what is missing, or older than the program that it is of.
     *
     * @param root of the source tree
     */
    static synchronized void make(Path root, Runnable prepare) {
        List<Path> targets = PROGRAMS.stream()
                .map(program -> root.resolve(program).resolve("target"))
                .toList();
        if (!targets.stream().allMatch(StartCaches::isCurrent)) {
            targets.forEach(target -> cache(target).toFile().delete());
            root.resolve("deploy/standalone/target/start.aot").toFile().delete();
            prepare.run();
        }
    }

    private static boolean isCurrent(Path target) {
        Path cache = cache(target);
        try (Stream<Path> files = Files.walk(target.resolve("quarkus-app"))) {
            long built =
                    files.mapToLong(file -> file.toFile().lastModified()).max().orElseThrow();
            return Files.exists(cache) && Files.getLastModifiedTime(cache).toMillis() > built;
        } catch (IOException e) {
            throw new UncheckedIOException("the programs are not built", e);
        }
    }

    private static Path cache(Path target) {
        return target.resolve("start.aot");
    }
}
