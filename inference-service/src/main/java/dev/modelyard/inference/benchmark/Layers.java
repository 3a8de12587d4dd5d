package dev.modelyard.inference.benchmark;

import dev.modelyard.contracts.deployment.DesiredDeployment.BatchLimits;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.inference.batching.BatchTimer;
import dev.modelyard.inference.batching.BatchingConfig;
import dev.modelyard.inference.batching.NativeThreads;
import dev.modelyard.inference.batching.PredictionQueue;
import dev.modelyard.inference.batching.PredictionQueues;
import dev.modelyard.modellibrary.prediction.ServableModel;
import dev.modelyard.modellibrary.preprocessing.Prepared;
import dev.modelyard.modellibrary.sample.Cell;
import dev.modelyard.modellibrary.sample.RowSample;
import dev.modelyard.modellibrary.sample.Sample;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;

/**
 * What {@code ./modelyard bench serving} runs beside the replica: calls of the same model in this process, to ONNX Runtime and
 * to its queue. Prints a line for each layer and number of callers, separated by tabs: layer, callers, calls a second, and the
 * nanoseconds of the median and of 99 %.
 */
public final class Layers {
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final PrintStream out;
    private final List<Integer> callers;
    private final Duration time;

    private Layers(PrintStream out, List<Integer> callers, Duration time) {
        this.out = out;
        this.callers = callers;
        this.time = time;
    }

    /**
     * @param arguments the folder of a model of rows of numbers, one such row, the numbers of callers, and the seconds for each;
     *     lists with commas
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Sample sample = row(arguments[1]);
        List<Integer> callers =
                Stream.of(arguments[2].split(",")).map(Integer::valueOf).toList();
        Duration time = Duration.ofSeconds(Long.parseLong(arguments[3]));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        new Layers(out, callers, time).measure(folder, sample);
    }

    private static Sample row(String numbers) {
        return new RowSample.Positional(Stream.of(numbers.split(","))
                .<Cell>map(number -> new Cell.Numeric(Double.parseDouble(number)))
                .toList());
    }

    private void measure(Path folder, Sample sample) throws Exception {
        BatchingConfig config = config();
        PredictionQueues queues =
                new PredictionQueues(new NativeThreads(config), new BatchTimer(), config, new SimpleMeterRegistry());
        // The queue closes it.
        ServableModel model = ServableModel.load(folder, queues.sessionSettings());
        List<Prepared> prepared = List.of(model.prepare(sample));
        measure("model", Thread.ofPlatform().factory(), () -> model.run(prepared));
        PredictionQueue queue = queues.open(ModelId.fresh(), model, Optional.empty(), BatchLimits.MEASURED);
        List<Sample> inputs = List.of(sample);
        measure("queue", Thread.ofVirtual().factory(), () -> queue.predict(inputs, config.deadline()));
        queue.retire();
        queue.closed().join();
    }

    /** As it is without any setting. */
    private static BatchingConfig config() {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(BatchingConfig.class)
                .build()
                .getConfigMapping(BatchingConfig.class);
    }

    private void measure(String layer, ThreadFactory threads, Callable<?> call) throws Exception {
        for (int count : callers) {
            Callers all = new Callers(count, threads);
            all.call(call, WARM_UP);
            long[] sorted = all.call(call, time);
            out.printf(
                    "%s\t%d\t%d\t%d\t%d%n",
                    layer, count, sorted.length / time.toSeconds(), quantile(sorted, 0.5), quantile(sorted, 0.99));
        }
    }

    private static long quantile(long[] sorted, double share) {
        return sorted[Math.clamp((long) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1)];
    }
}
