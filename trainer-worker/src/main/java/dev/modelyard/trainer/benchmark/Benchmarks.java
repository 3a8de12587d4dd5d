package dev.modelyard.trainer.benchmark;

import dev.modelyard.networks.onnx.WeightFormat;
import dev.modelyard.networks.torchscript.RenderOptions;
import dev.modelyard.trainer.device.Arithmetic;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code ./modelyard bench training} runs: a training step in every arithmetic, beside plain PyTorch where there is one. */
public final class Benchmarks {
    private static final List<String> NETWORKS = List.of("resnet-compact-175k", "resnet-compact-697k");
    private static final List<Kind> ARITHMETICS = List.of(
            new Kind("f32", RenderOptions.EXACT),
            new Kind("f32, channels last", new RenderOptions(false, true)),
            new Kind("bf16", new RenderOptions(true, false)),
            new Kind("bf16, channels last", RenderOptions.FAST));

    private record Kind(String name, RenderOptions options) {}

    private Benchmarks() {}

    /** Prints to standard output; what was skipped, to standard error. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int threads = Runtime.getRuntime().availableProcessors();
        out.printf("### Training step, batch %d of 3 × 32 × 32, %d threads%n%n", TrainingStep.BATCH, threads);
        out.println("| network | arithmetic | median ms | samples/s |");
        out.println("|---|---|---|---|");
        for (String network : NETWORKS) {
            for (Kind arithmetic : ARITHMETICS) {
                if (arithmetic.options().bf16() && !Arithmetic.processorHasBf16()) {
                    System.err.println("skipped: this processor has no bf16, so there is no " + arithmetic.name());
                    continue;
                }
                double milliseconds = TrainingStep.medianMilliseconds(network, arithmetic.options(), threads);
                step(out, network, arithmetic.name(), milliseconds);
            }
        }
        for (PythonStep step : PythonStep.values()) {
            Optional<Double> milliseconds = step.medianMilliseconds(threads);
            if (milliseconds.isPresent()) {
                step(out, step.network(), "plain PyTorch, f32", milliseconds.get());
            } else {
                System.err.println("skipped: python3 with torch is not at hand, so there is no PyTorch beside");
                break;
            }
        }
        out.println();
        encoder(out, threads);
    }

    private static void encoder(PrintStream out, int threads) throws Exception {
        Encoder encoder = new Encoder();
        out.printf(
                "### Encoder of 12 layers of width 768, texts of %d tokens, %d threads%n%n", Encoder.LENGTH, threads);
        out.println("| what | arithmetic | median ms |");
        out.println("|---|---|---|");
        String step = "training step, batch " + Encoder.BATCH;
        row(out, step, "f32", encoder.stepMilliseconds(RenderOptions.EXACT, threads));
        if (Arithmetic.processorHasBf16()) {
            row(out, step, "bf16", encoder.stepMilliseconds(new RenderOptions(true, false), threads));
        } else {
            System.err.println("skipped: this processor has no bf16, so there is no encoder in bf16");
        }
        String one = "prediction of one text";
        String many = "prediction of " + Encoder.BATCH;
        for (WeightFormat format : WeightFormat.values()) {
            String arithmetic = format.name().toLowerCase(Locale.ROOT);
            row(out, one, arithmetic, encoder.predictionMilliseconds(format, 1, threads));
            row(out, many, arithmetic, encoder.predictionMilliseconds(format, Encoder.BATCH, threads));
        }
        Optional<PythonEncoder> python = PythonEncoder.measure(threads);
        if (python.isPresent()) {
            row(out, step, "plain PyTorch, f32", python.get().step());
            row(out, one, "plain PyTorch, f32", python.get().one());
            row(out, many, "plain PyTorch, f32", python.get().many());
        } else {
            System.err.println("skipped: python3 with torch is not at hand, so there is no PyTorch encoder beside");
        }
        out.println();
    }

    private static void row(PrintStream out, String what, String arithmetic, double milliseconds) {
        out.println(String.format(Locale.ROOT, "| %s | %s | %.1f |", what, arithmetic, milliseconds));
    }

    private static void step(PrintStream out, String network, String arithmetic, double milliseconds) {
        out.println(String.format(
                Locale.ROOT,
                "| %s | %s | %.1f | %.0f |",
                network,
                arithmetic,
                milliseconds,
                TrainingStep.BATCH * 1000 / milliseconds));
    }
}
