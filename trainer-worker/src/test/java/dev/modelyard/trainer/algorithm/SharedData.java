package dev.modelyard.trainer.algorithm;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;

/** The real sets beside the repository. */
final class SharedData {
    private SharedData() {}

    /** A set's folder; the test is skipped, saying so, where it is absent. */
    static Path set(String name) {
        Path folder = Path.of(System.getProperty("modelyard.root", "."), "..", "shared", "data", name)
                .normalize();
        assumeThat(folder).as("skipped: the set %s is not at %s", name, folder).isDirectory();
        return folder;
    }
}
