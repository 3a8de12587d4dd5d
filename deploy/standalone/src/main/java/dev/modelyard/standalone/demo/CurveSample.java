package dev.modelyard.standalone.demo;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;

/** Points on y = 3·sin(2x) + x/2 with a little noise. */
final class CurveSample {
    private static final int POINTS = 600;
    private static final double WIDTH = 6;
    private static final double NOISE = .1;

    private CurveSample() {}

    static Sample write(Path folder, long seed) throws IOException {
        Random random = new Random(seed);
        Path file = folder.resolve("curve.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("x,y\n");
            for (int i = 0; i < POINTS; i++) {
                double x = random.nextDouble() * WIDTH;
                out.write(String.format(Locale.ROOT, "%.4f,%.4f%n", x, curve(x) + random.nextGaussian() * NOISE));
            }
        }
        List<Sample.Question> questions = DoubleStream.of(.8, 2.4, 3.9, 5.5)
                .mapToObj(x ->
                        new Sample.Question("x = " + x, Map.of("x", x), String.format(Locale.ROOT, "%.2f", curve(x))))
                .toList();
        return new Sample("curve", "tabular-regression", file, "text/csv", Map.of("seed", 1), questions);
    }

    private static double curve(double x) {
        return 3 * Math.sin(2 * x) + x / 2;
    }
}
