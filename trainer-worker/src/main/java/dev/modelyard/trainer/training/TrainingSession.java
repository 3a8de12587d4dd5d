package dev.modelyard.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.torchscript.RenderOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The native side of one training: network, averages, loss and optimiser. For one thread; closing it frees all of it. */
final class TrainingSession implements AutoCloseable {
    private static final String WEIGHTS = "weights.safetensors";
    private static final String MOMENTS = "optimizer.safetensors";
    private static final String AVERAGES = "averages.safetensors";

    private final TrainingPlan plan;
    private final NDManager manager;
    private final ParameterStore store;
    private final LiveNetwork live;
    private final Optional<Averages> averages;
    private final StepOptimizer optimizer;
    private final PtSymbolBlock loss;

    /** The averaged weights, and both lists of tensors as native code takes them. */
    private record Averages(LiveNetwork network, IValue tensors, IValue live, double decay) {}

    TrainingSession(TrainingPlan plan, RenderOptions options) {
        this.plan = plan;
        this.manager = NDManager.newBaseManager();
        try {
            Network network = plan.trainable();
            this.store = new ParameterStore(manager, false);
            this.live = new LiveNetwork(manager, network, plan.initial(), options);
            this.averages = plan.recipe().averaging().isPresent()
                    ? Optional.of(
                            averages(network, options, plan.recipe().averaging().getAsDouble()))
                    : Optional.empty();
            this.optimizer = new StepOptimizer(manager, live, plan.recipe());
            this.loss = Scripts.load(
                    manager, plan.loss().module(network.trainingOutputs().size()));
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    private Averages averages(Network network, RenderOptions options, double decay) {
        LiveNetwork averaged = new LiveNetwork(manager, network, plan.initial(), options);
        return new Averages(averaged, tensors(averaged), tensors(live), decay);
    }

    private static IValue tensors(LiveNetwork network) {
        return IValue.listFrom(network.network().parameters().stream()
                .map(parameter -> network.tensor(parameter.name()))
                .toArray(PtNDArray[]::new));
    }

    NDManager manager() {
        return manager;
    }

    /** What is scored and kept: the averages where the recipe has them. */
    LiveNetwork scored() {
        return averages.map(Averages::network).orElse(live);
    }

    /** Which output of {@link #scored()} is the answer. */
    int answer() {
        return live.answer(plan.network());
    }

    long steps() {
        return optimizer.steps();
    }

    /**
     * One optimiser step.
     *
     * @param batches whose gradients are added up
     * @param seed of dropout
     * @return the mean loss
     */
    double step(List<Batch> batches, double learningRate, long seed) {
        JniUtils.setSeed(seed);
        double sum = 0;
        for (Batch batch : batches) {
            sum += backward(batch, 1f / batches.size());
        }
        optimizer.step(learningRate);
        averages.ifPresent(this::average);
        return sum / batches.size();
    }

    private double backward(Batch batch, float share) {
        try (NDManager step = manager.newSubManager()) {
            NDArray target = Scripts.array(step, batch.target());
            JniUtils.setGradMode(true);
            try {
                NDList outputs = live.forward(step, batch.inputs(), true);
                NDList compared = new NDList(
                        outputs.subList(0, plan.network().trainingOutputs().size()));
                compared.add(target);
                NDArray value = loss.forward(store, compared, true).head();
                value.attach(step);
                NDArray scale = step.full(new Shape(), share);
                JniUtils.backward((PtNDArray) value, (PtNDArray) scale, false, false);
                return value.getFloat();
            } finally {
                JniUtils.setGradMode(false);
            }
        }
    }

    private void average(Averages kept) {
        long step = optimizer.steps();
        double decay = Math.min(kept.decay, (1.0 + step) / (10.0 + step));
        optimizer.average(kept.tensors, kept.live, 1 - decay);
    }

    /** Writes all tensors that it needs to go on later. */
    void write(Path folder) throws IOException {
        live.write(folder.resolve(WEIGHTS));
        optimizer.write(folder.resolve(MOMENTS));
        if (averages.isPresent()) {
            averages.get().network.write(folder.resolve(AVERAGES));
        }
    }

    /** Goes on from there, after that many steps. */
    void restore(long steps, Path folder) throws IOException {
        live.load(folder.resolve(WEIGHTS));
        optimizer.restore(steps, folder.resolve(MOMENTS));
        if (averages.isPresent()) {
            averages.get().network.load(folder.resolve(AVERAGES));
        }
    }

    @Override
    public void close() {
        averages.ifPresent(kept -> {
            kept.tensors.close();
            kept.live.close();
            kept.network.close();
        });
        loss.close();
        optimizer.close();
        live.close();
        manager.close();
    }
}
