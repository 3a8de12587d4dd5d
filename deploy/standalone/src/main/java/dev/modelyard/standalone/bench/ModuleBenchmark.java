package dev.modelyard.standalone.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A main class of a module that measures something inside it and prints it.
 *
 * @param module folder of a built Quarkus application
 */
record ModuleBenchmark(String name, String module, String mainClass) {
    /** Those that print tables in Markdown, and can be asked for by name. */
    static final List<ModuleBenchmark> ALL =
            List.of(new ModuleBenchmark("training", "trainer-worker", "dev.modelyard.trainer.benchmark.Benchmarks"));

    /** Calls of a model in a process of its own, for {@link ServingLayers}, which makes a table of what it prints. */
    static final ModuleBenchmark LAYERS =
            new ModuleBenchmark("layers", "inference-service", "dev.modelyard.inference.benchmark.Layers");

    /** What it printed. */
    String run(Path tree, Path cache, List<String> arguments) throws IOException, InterruptedException {
        Path application = tree.resolve(module).resolve("target/quarkus-app");
        String classes = Stream.of("app", "lib/main", "lib/boot", "quarkus")
                .map(part -> application.resolve(part) + "/*")
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:MaxRAMPercentage=25",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true",
                "-Dmodelyard.root=" + tree,
                "-cp",
                classes,
                mainClass));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("DJL_CACHE_DIR", cache.resolve("djl").toString());
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        builder.environment().put("GOMP_SPINCOUNT", "10000");
        Path output = Files.createTempFile("benchmark", ".md");
        int code = builder.redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        String text = Files.readString(output);
        Files.delete(output);
        if (code != 0) {
            throw new IOException(mainClass + " ended with code " + code);
        }
        return text;
    }
}
