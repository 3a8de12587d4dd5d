package dev.modelyard.trainer.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** The same step in plain PyTorch, by the {@code python3} on the path or the one that {@code MODELYARD_PYTHON} names. */
enum PythonStep {
    SMALL("resnet-compact-175k", 16),
    LARGE("resnet-compact-697k", 32);

    private static final String SCRIPT = "pytorch_step.py";

    private final String network;
    private final int width;

    PythonStep(String network, int width) {
        this.network = network;
        this.width = width;
    }

    String network() {
        return network;
    }

    /** Empty where there is no Python with torch. */
    Optional<Double> medianMilliseconds(int threads) throws IOException, InterruptedException {
        Path script = Files.createTempFile("pytorch_step", ".py");
        try (InputStream text = Objects.requireNonNull(PythonStep.class.getResourceAsStream(SCRIPT))) {
            Files.write(script, text.readAllBytes());
            String python = System.getenv().getOrDefault("MODELYARD_PYTHON", "python3");
            Process process = new ProcessBuilder(
                            python, script.toString(), Integer.toString(width), Integer.toString(threads))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(Double.valueOf(answer)) : Optional.empty();
        } catch (IOException e) {
            System.err.println("python3 cannot be run: " + e.getMessage());
            return Optional.empty();
        } finally {
            Files.delete(script);
        }
    }
}
