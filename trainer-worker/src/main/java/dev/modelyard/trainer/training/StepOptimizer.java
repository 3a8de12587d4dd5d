package dev.modelyard.trainer.training;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.ParameterSpec;
import dev.modelyard.networks.safetensors.Safetensors;
import dev.modelyard.networks.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * Changes the parameters of a network by their gradients: a few native calls a step, whatever the number of parameters. Gradients
 * are read where libtorch keeps them and are zero afterwards.
 */
final class StepOptimizer implements AutoCloseable {
    private static final String MOMENT = "moment.";
    private static final String SQUARE = "square.";

    private final Recipe recipe;
    private final NDManager manager;
    private final PtSymbolBlock script;
    private final List<Group> groups = new ArrayList<>();
    private final SequencedMap<String, PtNDArray> state = new LinkedHashMap<>();
    private final IValue all;
    private final IValue moving;
    private long steps;

    /** Parameters that decay and learn alike. */
    private record Group(
            Optimizer optimizer, IValue parameters, IValue moments, IValue squares, double decay, double rate) {}

    private record Kind(Optimizer optimizer, double rate, boolean decayed) {}

    StepOptimizer(NDManager parent, LiveNetwork network, Recipe recipe) {
        this.recipe = recipe;
        this.manager = parent.newSubManager();
        this.script = Scripts.load(manager, OptimizerScript.module());
        Map<Kind, List<ParameterSpec>> kinds = new LinkedHashMap<>();
        List<PtNDArray> trainable = new ArrayList<>();
        List<PtNDArray> notFrozen = new ArrayList<>();
        for (ParameterSpec parameter : network.network().parameters()) {
            if (parameter.trainable()) {
                Kind kind = kind(parameter);
                trainable.add(network.tensor(parameter.name()));
                if (kind.rate() > 0) {
                    kinds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(parameter);
                    notFrozen.add(network.tensor(parameter.name()));
                }
            }
        }
        this.all = IValue.listFrom(trainable.toArray(PtNDArray[]::new));
        this.moving = IValue.listFrom(notFrozen.toArray(PtNDArray[]::new));
        kinds.forEach((kind, parameters) -> groups.add(group(kind, parameters, network)));
    }

    private Kind kind(ParameterSpec parameter) {
        double biasRate = parameter.name().endsWith(".bias") ? recipe.biasRate() : 1;
        return recipe.groups().stream()
                .filter(group -> parameter.name().startsWith(group.prefix()))
                .findFirst()
                .map(group -> new Kind(group.optimizer(), biasRate * group.rate(), parameter.decayed()))
                .orElseGet(() -> new Kind(recipe.optimizer(), biasRate, parameter.decayed()));
    }

    private Group group(Kind kind, List<ParameterSpec> parameters, LiveNetwork network) {
        PtNDArray[] tensors = parameters.stream()
                .map(parameter -> network.tensor(parameter.name()))
                .toArray(PtNDArray[]::new);
        boolean moments =
                switch (kind.optimizer()) {
                    case Optimizer.AdamW _ -> true;
                    case Optimizer.Sgd sgd -> sgd.momentum() > 0;
                };
        boolean squares = kind.optimizer() instanceof Optimizer.AdamW;
        return new Group(
                kind.optimizer(),
                IValue.listFrom(tensors),
                IValue.listFrom(moments ? zeros(MOMENT, parameters, network) : new PtNDArray[0]),
                IValue.listFrom(squares ? zeros(SQUARE, parameters, network) : new PtNDArray[0]),
                kind.decayed() ? recipe.weightDecay() : 0,
                kind.rate());
    }

    private PtNDArray[] zeros(String prefix, List<ParameterSpec> parameters, LiveNetwork network) {
        return parameters.stream()
                .map(parameter -> {
                    PtNDArray zeros = (PtNDArray)
                            manager.zeros(network.tensor(parameter.name()).getShape());
                    state.put(prefix + parameter.name(), zeros);
                    return zeros;
                })
                .toArray(PtNDArray[]::new);
    }

    /** Takes one step with the gradients there are. */
    void step(double learningRate) {
        steps++;
        if (recipe.gradientClip().isPresent()) {
            run("clip", moving, recipe.gradientClip().getAsDouble());
        }
        for (Group group : groups) {
            double rate = learningRate * group.rate;
            double keep = 1 - rate * group.decay;
            switch (group.optimizer) {
                case Optimizer.AdamW adam ->
                    run(
                            "adamw",
                            List.of(group.parameters, group.moments, group.squares),
                            (double) steps,
                            rate,
                            group.decay,
                            adam.beta1(),
                            adam.beta2(),
                            adam.epsilon());
                case Optimizer.Sgd sgd
                when sgd.momentum() > 0 ->
                    run("momentum", List.of(group.parameters, group.moments), rate, keep, sgd.momentum());
                case Optimizer.Sgd _ -> run("plain", group.parameters, rate, keep);
            }
        }
        run("zero", all);
    }

    /** Moves the averages of a network's tensors towards them. */
    void average(IValue averages, IValue live, double share) {
        run("average", List.of(averages, live), share);
    }

    private void run(String method, IValue list, double... numbers) {
        run(method, List.of(list), numbers);
    }

    private void run(String method, List<IValue> lists, double... numbers) {
        List<IValue> scalars = new ArrayList<>();
        try {
            for (double number : numbers) {
                scalars.add(IValue.from(number));
            }
            List<IValue> arguments = new ArrayList<>(lists);
            arguments.addAll(scalars);
            IValueUtils.runMethod(script, method, arguments.toArray(IValue[]::new))
                    .close();
        } finally {
            scalars.forEach(IValue::close);
        }
    }

    long steps() {
        return steps;
    }

    /** Writes what it remembers of earlier steps. */
    void write(Path file) throws IOException {
        SequencedMap<String, Safetensors.Layout> layouts = new LinkedHashMap<>();
        state.forEach((name, array) -> layouts.put(
                name,
                new Safetensors.Layout(
                        ElementType.F32,
                        dev.modelyard.networks.graph.Shape.of(array.getShape().getShape()))));
        Safetensors.write(layouts, name -> Scripts.tensor(Objects.requireNonNull(state.get(name))), file);
    }

    /** Goes on as after those steps. */
    void restore(long done, Path file) throws IOException {
        steps = done;
        try (SafetensorsFile saved = SafetensorsFile.open(file)) {
            for (Map.Entry<String, PtNDArray> moment : state.entrySet()) {
                Scripts.copy(saved.tensor(moment.getKey()), moment.getValue(), manager);
            }
        }
    }

    @Override
    public void close() {
        groups.forEach(group -> {
            group.parameters.close();
            group.moments.close();
            group.squares.close();
        });
        all.close();
        moving.close();
        script.close();
        manager.close();
    }
}
