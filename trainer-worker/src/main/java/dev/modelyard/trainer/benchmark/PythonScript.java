package dev.modelyard.trainer.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Runs a script of this package with the {@code python3} on the path or the one that {@code MODELYARD_PYTHON} names. */
final class PythonScript {
    private PythonScript() {}

    /** The numbers that it prints; empty where there is no Python with torch. */
    static Optional<double[]> run(String name, int... arguments) throws IOException, InterruptedException {
        Path script = Files.createTempFile("pytorch", ".py");
        try (InputStream text = Objects.requireNonNull(PythonScript.class.getResourceAsStream(name))) {
            Files.write(script, text.readAllBytes());
            String python = System.getenv().getOrDefault("MODELYARD_PYTHON", "python3");
            List<String> command = new ArrayList<>(List.of(python, script.toString()));
            Arrays.stream(arguments).mapToObj(Integer::toString).forEach(command::add);
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0
                    ? Optional.of(Arrays.stream(answer.split(" "))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    : Optional.empty();
        } catch (IOException e) {
            System.err.println("python3 cannot be run: " + e.getMessage());
            return Optional.empty();
        } finally {
            Files.delete(script);
        }
    }
}
