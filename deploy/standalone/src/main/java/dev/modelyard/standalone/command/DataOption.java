package dev.modelyard.standalone.command;

import dev.modelyard.standalone.installation.DataFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which installation is meant. */
final class DataOption {
    @Option(
            names = "--data",
            defaultValue = ".modelyard",
            paramLabel = "FOLDER",
            description = "folder that holds everything the installation remembers (default: .modelyard)")
    private Path data = Path.of(".modelyard");

    DataFolder folder() {
        return new DataFolder(data);
    }
}
