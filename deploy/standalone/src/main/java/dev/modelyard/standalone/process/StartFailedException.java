package dev.modelyard.standalone.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process did not come to serve; the message ends with the last lines of its log. */
public final class StartFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LINES = 25;

    public StartFailedException(String reason, Path log) {
        super(reason + "; the end of " + log + ":\n" + tail(log));
    }

    public StartFailedException(String reason, Path log, Throwable cause) {
        super(reason + "; the end of " + log + ":\n" + tail(log), cause);
    }

    private static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
