package dev.modelyard.trainer.training;

import ai.djl.ndarray.NDManager;
import dev.modelyard.networks.graph.Add;
import dev.modelyard.networks.graph.EmbeddingBag;
import dev.modelyard.networks.graph.Initialization;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.NearestVotes;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Node;
import dev.modelyard.networks.graph.Normalize;
import dev.modelyard.networks.graph.Scale;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.graph.Softmax;
import dev.modelyard.networks.torchscript.RenderOptions;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import dev.modelyard.trainer.run.RunContext;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mixes the answers of a trained network with those of the nearest training examples (Khandelwal et al. 2020), which become part of the
 * network: how many, how sharply and how much they count is what validation says is best.
 */
final class Neighbours {
    private static final String PREFIX = "neighbours.";
    private static final String ALIKE = PREFIX + "alike";
    private static final String VOTES = PREFIX + "votes";

    private final TrainingPlan plan;
    private final NDManager manager;
    private final Evaluator evaluator;
    private final RunContext context;

    Neighbours(TrainingPlan plan, NDManager manager, Evaluator evaluator, RunContext context) {
        this.plan = plan;
        this.manager = manager;
        this.evaluator = evaluator;
        this.context = context;
    }

    /** The mixture, where the plan asks for one, for which it needs validation examples, and it is better than the network alone. */
    Optional<Mixture> mixed(Network network, Weights weights) {
        if (plan.neighbours().isEmpty()) {
            return Optional.empty();
        }
        Known known =
                switch (plan.neighbours().get()) {
                    case Likeness.Vectors(String node) -> vectors(network, weights, node);
                    case Likeness.Bags(int rows) -> bags(network, weights, rows);
                };
        Examples validation = plan.validation().orElseThrow();
        NearestScoring nearest = new NearestScoring(Vote.MOST);
        score(known.network().withOutputs(List.of(ALIKE)), known.weights(), validation, nearest);
        RowScoring alone = new RowScoring();
        score(network, weights, validation, alone);
        Vote vote = Vote.best(nearest.rows(), alone.rows(), known.classes());
        if (vote.share() == 0) {
            context.log("neighbours would not help: the network answers alone");
            return Optional.empty();
        }
        context.log("the nearest %d training examples count %.1f in the answer, at a temperature of %s"
                .formatted(vote.nearest(), vote.share(), vote.temperature()));
        return Optional.of(mixture(known, vote, alone.rows().getFirst().length));
    }

    /**
     * Training examples as part of a network.
     *
     * @param network has a node {@link #ALIKE} of similarities, batch × examples
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Known(Network network, Weights weights, int[] classes) {}

    private Known vectors(Network network, Weights weights, String node) {
        RowScoring keys = new RowScoring();
        List<Node> nodes = new ArrayList<>(network.nodes());
        nodes.add(new Normalize(PREFIX + "vector", node));
        Network normalised = with(network, nodes);
        score(normalised.withOutputs(List.of(PREFIX + "vector")), weights, plan.train(), keys);
        int width = keys.rows().getFirst().length;
        float[] table = new float[Math.multiplyExact(keys.rows().size(), width)];
        for (int i = 0; i < keys.rows().size(); i++) {
            System.arraycopy(keys.rows().get(i), 0, table, i * width, width);
        }
        nodes.add(new Linear(ALIKE, PREFIX + "vector", width, keys.rows().size(), false, Initialization.ZEROS));
        return new Known(
                with(network, nodes),
                weights.with(
                        Map.of(ALIKE + ".weight", Tensor.of(Shape.of(keys.rows().size(), width), table))),
                keys.truths().stream().mapToInt(Integer::intValue).toArray());
    }

    private Known bags(Network network, Weights weights, int rows) {
        Examples train = plan.train();
        int examples = train.size();
        float[] table = new float[Math.multiplyExact(rows, examples)];
        int[] classes = new int[examples];
        for (int example = 0; example < examples; example++) {
            Batch batch = train.batch(new int[] {example});
            LongBuffer ids = batch.inputs().getFirst().data().asLongBuffer();
            float[] entries = batch.inputs().getLast().toFloats();
            for (int i = 0; i < entries.length; i++) {
                table[Math.toIntExact(ids.get(i)) * examples + example] += entries[i];
            }
            classes[example] = Truths.of(batch.target())[0];
        }
        List<Node> nodes = new ArrayList<>(network.nodes());
        nodes.add(new EmbeddingBag(ALIKE, "ids", "weights", rows, examples, false, false, Initialization.ZEROS));
        return new Known(
                with(network, nodes),
                weights.with(Map.of(ALIKE + ".weight", Tensor.of(Shape.of(rows, examples), table))),
                classes);
    }

    private Mixture mixture(Known known, Vote vote, int labels) {
        String answer = known.network().outputs().getFirst();
        String alone = answer + ".alone";
        List<Node> nodes = new ArrayList<>();
        for (Node node : known.network().nodes()) {
            nodes.add(
                    node instanceof Softmax softmax && softmax.name().equals(answer)
                            ? new Softmax(alone, softmax.input(), softmax.axis())
                            : node);
        }
        int examples = known.classes().length;
        float[] votes = new float[Math.multiplyExact(examples, labels)];
        for (int example = 0; example < examples; example++) {
            votes[example * labels + known.classes()[example]] = 1;
        }
        nodes.add(new NearestVotes(VOTES, ALIKE, examples, labels, vote.nearest(), vote.temperature()));
        nodes.add(new Scale(VOTES + ".share", VOTES, List.of((float) vote.share())));
        nodes.add(new Scale(alone + ".share", alone, List.of((float) (1 - vote.share()))));
        nodes.add(new Add(answer, List.of(alone + ".share", VOTES + ".share")));
        Network network = with(known.network(), nodes);
        Weights weights = known.weights().with(Map.of(VOTES + ".votes", Tensor.of(Shape.of(examples, labels), votes)));
        return new Mixture(
                network,
                weights,
                plan.validation()
                        .map(split ->
                                score(network, weights, split, plan.scoring().get())),
                plan.test()
                        .map(split ->
                                score(network, weights, split, plan.scoring().get())));
    }

    private static Network with(Network network, List<Node> nodes) {
        return new Network(network.inputs(), nodes, network.outputs(), network.trainingOutputs());
    }

    private Scores score(Network network, Weights weights, Examples examples, Scoring scoring) {
        try (LiveNetwork live = new LiveNetwork(manager, network.forInference(), weights, RenderOptions.EXACT)) {
            return evaluator.score(live, 0, examples, scoring);
        }
    }
}
