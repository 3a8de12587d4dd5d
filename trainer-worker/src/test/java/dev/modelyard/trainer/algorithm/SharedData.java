package dev.modelyard.trainer.algorithm;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;

/** What lies beside the repository. */
final class SharedData {
    private SharedData() {}

    /** A set's folder; the test is skipped, saying so, where it is absent. */
    static Path set(String name) {
        Path folder = shared("data", name);
        assumeThat(folder).as("skipped: the set %s is not at %s", name, folder).isDirectory();
        return folder;
    }

    /** The folder of pretrained encoders; the test is skipped, saying so, where it is absent. */
    static Path backbones() {
        Path folder = shared("fixtures", "backbones");
        assumeThat(folder).as("skipped: no backbones at %s", folder).isDirectory();
        return folder;
    }

    private static Path shared(String kind, String name) {
        return Path.of(System.getProperty("modelyard.root", "."), "..", "shared", kind, name)
                .normalize();
    }
}
