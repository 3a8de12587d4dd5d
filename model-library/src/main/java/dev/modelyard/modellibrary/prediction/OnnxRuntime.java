package dev.modelyard.modellibrary.prediction;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one environment of ONNX Runtime in this process. */
final class OnnxRuntime {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    /** Version 1.29 was seen to end the process with a segmentation fault from about 3970 characters on. */
    private static final int LONGEST_COMMAND_LINE = 3900;

    private OnnxRuntime() {}

    /**
     * Loads the native library if need be.
     *
     * @throws UnservableModelException where loading it would end the process
     */
    static OrtEnvironment environment() {
        requireSafe(commandLineLength());
        return OrtEnvironment.getEnvironment();
    }

    static void requireSafe(int commandLineLength) {
        if (commandLineLength > LONGEST_COMMAND_LINE) {
            throw new UnservableModelException("ONNX Runtime would crash: the command line of this process has "
                    + commandLineLength + " characters, and it bears no more than " + LONGEST_COMMAND_LINE
                    + "; give the class path in CLASSPATH, a jar or an @argument file");
        }
    }

    private static int commandLineLength() {
        try {
            return Files.exists(COMMAND_LINE) ? Files.readAllBytes(COMMAND_LINE).length : 0;
        } catch (IOException e) {
            throw new UnservableModelException("cannot read " + COMMAND_LINE, e);
        }
    }
}
