package dev.modelyard.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.modelyard.contracts.job.Precision;
import dev.modelyard.contracts.job.ScheduleKind;
import dev.modelyard.networks.graph.Dropout;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Initialization;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.torchscript.RenderOptions;
import dev.modelyard.networks.weights.Initializer;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import dev.modelyard.trainer.device.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingSessionTest {
    @TempDir
    private Path folder;

    private static final Network LINE = new Network(
            List.of(Input.of("x", ElementType.F32, 2)), List.of(Linear.of("line", "x", 2, 1)), List.of("line"));
    private static final Network DROPPING = new Network(
            List.of(Input.of("x", ElementType.F32, 2)),
            List.of(
                    Linear.of("wide", "x", 2, 64),
                    new Dropout("dropped", "wide", 0.5),
                    Linear.of("y", "dropped", 64, 1)),
            List.of("y"));
    private static final Tensor X = Tensor.of(Shape.of(2, 2), 1f, 2f, -1f, 0.5f);
    private static final Tensor Y = Tensor.of(Shape.of(2, 1), 3f, -2f);
    private static final double RATE = 0.1;

    @BeforeAll
    static void prepareThread() {
        Torch.use(1);
    }

    @Test
    void stepsAsAdamWDoesWithDecayOnWeightsOnly() {
        double decay = 0.1;
        double[] p = {0.5, -0.25, 0.1};
        double[] m = new double[3];
        double[] v = new double[3];
        try (TrainingSession session =
                session(LINE, recipe(Optimizer.ADAMW, decay, OptionalDouble.empty()), start(p))) {
            for (int step = 1; step <= 5; step++) {
                double[] g = gradient(p);
                for (int i = 0; i < 3; i++) {
                    m[i] = 0.9 * m[i] + 0.1 * g[i];
                    v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                    double corrected = m[i] / (1 - Math.pow(0.9, step));
                    double root = Math.sqrt(v[i] / (1 - Math.pow(0.999, step))) + 1e-8;
                    p[i] -= RATE * (i < 2 ? decay : 0) * p[i] + RATE * corrected / root;
                }
                session.step(List.of(batch()), RATE, step);
            }
            assertParameters(session, p, 1e-5);
        }
    }

    @Test
    void stepsAsGradientDescentWithMomentumAndClippedGradients() {
        double[] p = {0.5, -0.25, 0.1};
        double[] m = new double[3];
        try (TrainingSession session =
                session(LINE, recipe(new Optimizer.Sgd(0.9), 0, OptionalDouble.of(0.3)), start(p))) {
            for (int step = 1; step <= 5; step++) {
                double[] g = gradient(p);
                double norm = Math.sqrt(g[0] * g[0] + g[1] * g[1] + g[2] * g[2]);
                for (int i = 0; i < 3; i++) {
                    m[i] = 0.9 * m[i] + g[i] * Math.min(1, 0.3 / norm);
                    p[i] -= RATE * m[i];
                }
                session.step(List.of(batch()), RATE, step);
            }
            assertParameters(session, p, 1e-5);
        }
    }

    @Test
    void twoPassesCostTheirLossesAndHowFarTheyAreApart() {
        // Given logits as they come in, x0 and x1 for two examples, in two passes
        Network copy = new Network(
                List.of(Input.of("x", ElementType.F32, 2)),
                List.of(new Linear("copy", "x", 2, 2, false, Initialization.ZEROS)),
                List.of("copy"));
        Weights same =
                new Weights(new LinkedHashMap<>(Map.of("copy.weight", Tensor.of(Shape.of(2, 2), 1f, 0f, 0f, 1f))));
        double[][] logits = {{1, 0}, {-.5, .5}, {.25, .5}, {0, 2}};
        int[] truths = {0, 1};
        Tensor rows = Tensor.of(Shape.of(4, 2), 1f, 0f, -.5f, .5f, .25f, .5f, 0f, 2f);
        double weight = 3;
        double expected = 0;
        for (int i = 0; i < 2; i++) {
            double[] p = softmax(logits[i]);
            double[] q = softmax(logits[i + 2]);
            double divergence = 0;
            for (int label = 0; label < 2; label++) {
                divergence += (p[label] - q[label]) * Math.log(p[label] / q[label]) / 2;
            }
            expected += (-Math.log(p[truths[i]]) - Math.log(q[truths[i]]) + weight * divergence) / 2 / 2;
        }

        // When, Then
        Loss loss = new Loss.RDrop(new Loss.CrossEntropy(0), weight);
        try (TrainingSession session =
                session(copy, recipe(new Optimizer.Sgd(0), 0, OptionalDouble.empty()), same, loss)) {
            Batch batch = new Batch(List.of(rows), Tensor.of(Shape.of(2), 0L, 1L));
            assertThat(session.step(List.of(batch), RATE, 1)).isCloseTo(expected, within(1e-5));
        }
    }

    private static double[] softmax(double[] logits) {
        double sum = Math.exp(logits[0]) + Math.exp(logits[1]);
        return new double[] {Math.exp(logits[0]) / sum, Math.exp(logits[1]) / sum};
    }

    @Test
    void learnsTheSameFromTwoHalvesAsFromTheWholeBatch() {
        Recipe recipe = recipe(new Optimizer.Sgd(0), 0, OptionalDouble.empty());
        double[] p = {0.5, -0.25, 0.1};
        try (TrainingSession whole = session(LINE, recipe, start(p));
                TrainingSession halves = session(LINE, recipe, start(p))) {
            Batch first = new Batch(List.of(Tensor.of(Shape.of(1, 2), 1f, 2f)), Tensor.of(Shape.of(1, 1), 3f));
            Batch second = new Batch(List.of(Tensor.of(Shape.of(1, 2), -1f, 0.5f)), Tensor.of(Shape.of(1, 1), -2f));

            double lossOfWhole = whole.step(List.of(batch()), RATE, 1);
            double lossOfHalves = halves.step(List.of(first, second), RATE, 1);

            assertThat(lossOfHalves).isCloseTo(lossOfWhole, within(1e-6));
            assertThat(floats(halves, "line.weight")).containsExactly(floats(whole, "line.weight"), within(1e-6f));
        }
    }

    @Test
    void goesOnFromASavedStateExactlyAsIfItHadNeverStopped() throws IOException {
        Recipe recipe = recipe(Optimizer.ADAMW, 0.1, OptionalDouble.empty(), OptionalDouble.of(0.9));
        Weights initial = Initializer.initialize(DROPPING, 1);
        try (TrainingSession session = session(DROPPING, recipe, initial);
                TrainingSession resumed = session(DROPPING, recipe, Initializer.initialize(DROPPING, 2))) {
            steps(session, 1, 4);
            session.write(folder);

            resumed.restore(4, folder);
            steps(session, 5, 9);
            steps(resumed, 5, 9);

            assertThat(resumed.steps()).isEqualTo(9);
            for (String name : initial.tensors().keySet()) {
                assertThat(floats(resumed, name)).isEqualTo(floats(session, name));
            }
        }
    }

    @Test
    void scoresTheAveragesAndNotTheLastWeights() {
        Weights initial = start(0.5, -0.25, 0.1);
        Recipe recipe = recipe(new Optimizer.Sgd(0), 0, OptionalDouble.empty(), OptionalDouble.of(0.999));
        Recipe plain = recipe(new Optimizer.Sgd(0), 0, OptionalDouble.empty());
        try (TrainingSession averaged = session(LINE, recipe, initial);
                TrainingSession live = session(LINE, plain, initial)) {
            averaged.step(List.of(batch()), RATE, 1);
            live.step(List.of(batch()), RATE, 1);

            // After one step the decay is (1 + 1) / (10 + 1).
            float expected = (float) (2.0 / 11 * 0.5 + 9.0 / 11 * floats(live, "line.weight")[0]);
            assertThat(floats(averaged, "line.weight")[0]).isCloseTo(expected, within(1e-6f));
        }
    }

    @Test
    void holdsNoMoreNativeArraysAfterManyStepsThanAfterFew() {
        try (TrainingSession session =
                session(LINE, recipe(Optimizer.ADAMW, 0, OptionalDouble.of(1)), start(0.5, -0.25, 0.1))) {
            steps(session, 1, 3);
            int few = session.manager().getManagedArrays().size();
            steps(session, 4, 300);

            assertThat(session.manager().getManagedArrays()).hasSize(few);
        }
    }

    private static void steps(TrainingSession session, int from, int to) {
        for (int step = from; step <= to; step++) {
            session.step(List.of(batch()), RATE, step);
        }
    }

    private static Batch batch() {
        return new Batch(List.of(X), Y);
    }

    /** Of the mean smooth-L1 with a beta of one half. */
    private static double[] gradient(double[] p) {
        double[][] x = {{1, 2}, {-1, 0.5}};
        double[] y = {3, -2};
        double[] g = new double[3];
        for (int i = 0; i < 2; i++) {
            double error = p[0] * x[i][0] + p[1] * x[i][1] + p[2] - y[i];
            double slope = Math.clamp(error / 0.5, -1, 1) / 2;
            g[0] += slope * x[i][0];
            g[1] += slope * x[i][1];
            g[2] += slope;
        }
        return g;
    }

    private static void assertParameters(TrainingSession session, double[] expected, double tolerance) {
        float[] weight = floats(session, "line.weight");
        assertThat((double) weight[0]).isCloseTo(expected[0], within(tolerance));
        assertThat((double) weight[1]).isCloseTo(expected[1], within(tolerance));
        assertThat((double) floats(session, "line.bias")[0]).isCloseTo(expected[2], within(tolerance));
    }

    private static float[] floats(TrainingSession session, String name) {
        return session.scored().weights().get(name).toFloats();
    }

    private static Weights start(double... p) {
        return Initializer.initialize(LINE, 0)
                .with(Map.of(
                        "line.weight", Tensor.of(Shape.of(1, 2), (float) p[0], (float) p[1]),
                        "line.bias", Tensor.of(Shape.of(1), (float) p[2])));
    }

    private static Recipe recipe(Optimizer optimizer, double decay, OptionalDouble clip) {
        return recipe(optimizer, decay, clip, OptionalDouble.empty());
    }

    private static Recipe recipe(Optimizer optimizer, double decay, OptionalDouble clip, OptionalDouble averaging) {
        return new Recipe(
                optimizer,
                RATE,
                1,
                decay,
                new Schedule(ScheduleKind.CONSTANT, 0, 0),
                2,
                1,
                1,
                1,
                0,
                Selection.LAST,
                clip,
                averaging,
                Precision.FP32);
    }

    private static TrainingSession session(Network network, Recipe recipe, Weights initial) {
        return session(network, recipe, initial, new Loss.SmoothL1(0.5));
    }

    private static TrainingSession session(Network network, Recipe recipe, Weights initial, Loss loss) {
        Examples none = new Examples() {
            @Override
            public int size() {
                return 1;
            }

            @Override
            public Batch batch(int[] indexes) {
                throw new UnsupportedOperationException("the test gives its own batches");
            }
        };
        return new TrainingSession(
                new TrainingPlan(
                        network,
                        initial,
                        recipe,
                        loss,
                        none,
                        Optional.empty(),
                        Optional.empty(),
                        () -> {
                            throw new UnsupportedOperationException("nothing is scored");
                        },
                        1),
                RenderOptions.EXACT);
    }
}
