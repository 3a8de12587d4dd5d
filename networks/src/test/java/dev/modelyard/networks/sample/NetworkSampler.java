package dev.modelyard.networks.sample;

import dev.modelyard.networks.graph.Activation;
import dev.modelyard.networks.graph.Add;
import dev.modelyard.networks.graph.Attention;
import dev.modelyard.networks.graph.Average;
import dev.modelyard.networks.graph.AvgPool2d;
import dev.modelyard.networks.graph.BatchNorm;
import dev.modelyard.networks.graph.BlockMask;
import dev.modelyard.networks.graph.Clip;
import dev.modelyard.networks.graph.Concat;
import dev.modelyard.networks.graph.Conv2d;
import dev.modelyard.networks.graph.Dimension;
import dev.modelyard.networks.graph.Dropout;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Embedding;
import dev.modelyard.networks.graph.EmbeddingBag;
import dev.modelyard.networks.graph.Exclude;
import dev.modelyard.networks.graph.Extent;
import dev.modelyard.networks.graph.Flatten;
import dev.modelyard.networks.graph.Gather;
import dev.modelyard.networks.graph.GlobalAveragePool;
import dev.modelyard.networks.graph.Initialization;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.LayerNorm;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.MaxPool2d;
import dev.modelyard.networks.graph.NearestVotes;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Node;
import dev.modelyard.networks.graph.Normalize;
import dev.modelyard.networks.graph.PiecewiseLinearEncoding;
import dev.modelyard.networks.graph.PositionEmbedding;
import dev.modelyard.networks.graph.Scale;
import dev.modelyard.networks.graph.Select;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.graph.Shift;
import dev.modelyard.networks.graph.Softmax;
import dev.modelyard.networks.shape.ShapeInference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Draws small networks over a picture, a row of numbers and a bag of ids. There is one recipe for each type of node; a
 * test holds them against the sealed family.
 */
public final class NetworkSampler {
    /** Rows of the tables drawn. */
    public static final int ROWS = 11;

    private static final List<Input> INPUTS = List.of(
            Input.of("picture", ElementType.F32, 4, 9, 7),
            Input.of("features", ElementType.F32, 6),
            new Input("ids", ElementType.I64, List.of(Dimension.BATCH, Dimension.dynamic("length"))),
            new Input("weights", ElementType.F32, List.of(Dimension.BATCH, Dimension.dynamic("length"))),
            new Input(SampleData.BLOCKS, ElementType.I64, List.of(Dimension.BATCH, Dimension.dynamic("length"))),
            new Input(SampleData.PLACES, ElementType.I64, List.of(Dimension.BATCH, Dimension.dynamic("length"))));

    private static final Set<String> OF_SEQUENCES = Set.of("ids", "weights", SampleData.BLOCKS, SampleData.PLACES);
    /** Sizes that differ from all others, so that a mixed-up axis shows. */
    private static final int LENGTH = 5;

    private static final Map<String, Long> SIZES = Map.of("batch", 3L, "length", (long) LENGTH);

    private static final Map<Class<? extends Node>, Recipe> RECIPES = Map.ofEntries(
            Map.entry(Activation.class, NetworkSampler::activation),
            Map.entry(Add.class, sampler -> new Add(sampler.fresh(), sampler.alike())),
            Map.entry(Attention.class, NetworkSampler::attention),
            Map.entry(Average.class, sampler -> new Average(sampler.fresh(), sampler.alike())),
            Map.entry(AvgPool2d.class, NetworkSampler::averagePool),
            Map.entry(BatchNorm.class, NetworkSampler::batchNorm),
            Map.entry(BlockMask.class, sampler -> new BlockMask(sampler.fresh(), SampleData.BLOCKS)),
            Map.entry(Clip.class, sampler -> new Clip(sampler.fresh(), sampler.any(), -0.5, 0.75)),
            Map.entry(Concat.class, NetworkSampler::concat),
            Map.entry(Conv2d.class, NetworkSampler::convolution),
            Map.entry(Dropout.class, sampler -> new Dropout(sampler.fresh(), sampler.any(), 0.25)),
            Map.entry(
                    Embedding.class,
                    sampler -> new Embedding(
                            sampler.fresh(), "ids", ROWS, sampler.between(1, 4), new Initialization.Normal(1))),
            Map.entry(EmbeddingBag.class, NetworkSampler::embeddingBag),
            Map.entry(Exclude.class, NetworkSampler::exclude),
            Map.entry(Flatten.class, sampler -> new Flatten(sampler.fresh(), sampler.any())),
            Map.entry(Gather.class, NetworkSampler::gather),
            Map.entry(GlobalAveragePool.class, sampler -> new GlobalAveragePool(sampler.fresh(), sampler.picture())),
            Map.entry(LayerNorm.class, NetworkSampler::layerNorm),
            Map.entry(Linear.class, NetworkSampler::linear),
            Map.entry(MaxPool2d.class, NetworkSampler::maximumPool),
            Map.entry(NearestVotes.class, NetworkSampler::votes),
            Map.entry(Normalize.class, sampler -> {
                String input = sampler.placesOrAny(_ -> true);
                return new Normalize(sampler.fresh(), input);
            }),
            Map.entry(PiecewiseLinearEncoding.class, NetworkSampler::encoding),
            Map.entry(PositionEmbedding.class, NetworkSampler::positions),
            Map.entry(Scale.class, sampler -> {
                String input = sampler.any();
                return new Scale(sampler.fresh(), input, sampler.constants(input));
            }),
            Map.entry(Select.class, NetworkSampler::select),
            Map.entry(Shift.class, sampler -> {
                String input = sampler.any();
                return new Shift(sampler.fresh(), input, sampler.constants(input));
            }),
            Map.entry(Softmax.class, NetworkSampler::softmax));

    private final Random random;
    private final List<Node> nodes = new ArrayList<>();
    /** Tensors of batch × length × width, whose length is left open: not for nodes that want to know it. */
    private final Set<String> sequences = new HashSet<>();

    /** Tensors that other nodes do not take as numbers: the length is open on two axes, or they are too large for much arithmetic. */
    private final Set<String> ends = new HashSet<>();

    private Map<String, Shape> shapes = Map.of();

    private NetworkSampler(long seed) {
        this.random = new Random(seed);
        shapes = Map.of("picture", Shape.of(3, 4, 9, 7), "features", Shape.of(3, 6));
    }

    /** Makes one node over what is there. */
    private interface Recipe {
        Node draw(NetworkSampler sampler);
    }

    /** The types of nodes that can be drawn. */
    public static Set<Class<? extends Node>> types() {
        return RECIPES.keySet();
    }

    /** Draws a network that has a node of each type, in any order, and about as many others. */
    public static Network draw(long seed) {
        return draw(seed, RECIPES.size(), _ -> true);
    }

    /** Draws a network that has so many types of node, and about as many others of any type. */
    public static Network drawSome(long seed, int number) {
        return draw(seed, number, _ -> true);
    }

    /** Draws a network that has a node of each allowed type, and about as many others of these. */
    public static Network drawOf(long seed, Predicate<Class<? extends Node>> allowed) {
        return draw(seed, RECIPES.size(), allowed);
    }

    private static Network draw(long seed, int number, Predicate<Class<? extends Node>> allowed) {
        NetworkSampler sampler = new NetworkSampler(seed);
        List<Class<? extends Node>> types = new ArrayList<>(RECIPES.keySet());
        types.removeIf(allowed.negate());
        types.sort(Comparator.comparing(Class::getName));
        Collections.shuffle(types, sampler.random);
        for (Class<? extends Node> type : types.subList(0, Math.min(number, types.size()))) {
            sampler.add(type);
            sampler.add(types.get(sampler.random.nextInt(types.size())));
        }
        return sampler.network();
    }

    private void add(Class<? extends Node> type) {
        Recipe recipe = RECIPES.get(type);
        if (recipe == null) {
            throw new IllegalArgumentException("no recipe draws " + type.getSimpleName());
        }
        add(recipe.draw(this));
    }

    private void add(Node node) {
        nodes.add(node);
        if (node instanceof BlockMask || node instanceof Exclude) {
            ends.add(node.name());
        } else if (node instanceof Embedding
                || (!(node instanceof Select) && node.inputs().stream().anyMatch(sequences::contains))) {
            sequences.add(node.name());
        }
        shapes = ShapeInference.infer(
                new Network(INPUTS, nodes, List.of(nodes.getLast().name())), SIZES);
    }

    /** Every node that no other takes is an output. */
    private Network network() {
        Set<String> taken = new HashSet<>();
        nodes.forEach(node -> taken.addAll(node.inputs()));
        return new Network(
                INPUTS,
                nodes,
                nodes.stream()
                        .map(Node::name)
                        .filter(name -> !taken.contains(name))
                        .toList());
    }

    private String fresh() {
        return (random.nextBoolean() ? "node_" : "block.") + nodes.size();
    }

    private String any(Predicate<Shape> fits) {
        List<String> candidates = Stream.concat(
                        INPUTS.stream().map(Input::name), nodes.stream().map(Node::name))
                .filter(name -> !OF_SEQUENCES.contains(name) && !sequences.contains(name) && !ends.contains(name))
                .filter(name -> fits.test(shape(name)))
                .toList();
        // Later ones more often, so that networks grow deep.
        int index = (int) (candidates.size() * Math.sqrt(random.nextDouble()));
        return candidates.get(index);
    }

    private String any() {
        return any(_ -> true);
    }

    private String picture() {
        return any(shape -> shape.rank() == 4);
    }

    private List<String> alike() {
        Shape wanted = shape(any());
        return Stream.generate(() -> any(wanted::equals)).limit(between(2, 3)).toList();
    }

    private Shape shape(String name) {
        return shapes.getOrDefault(name, Shape.of());
    }

    private int size(String name, int axis) {
        return (int) shape(name).size(axis);
    }

    private int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    private List<Float> constants(String input) {
        int number = random.nextBoolean() ? 1 : size(input, 1);
        return Stream.generate(() -> random.nextFloat(0.5f, 1.5f)).limit(number).toList();
    }

    private Node activation() {
        Activation.Function[] functions = Activation.Function.values();
        String input = placesOrAny(_ -> true);
        return new Activation(fresh(), input, functions[random.nextInt(functions.length)]);
    }

    /** Over places of the ids, for which some are zero, or by blocks if a mask of them is there. */
    private Node attention() {
        String query = places();
        List<String> keys = List.of(places(size(query, 2)), places(size(query, 2)));
        int width = size(query, 2);
        int heads = width % 2 == 0 && random.nextBoolean() ? 2 : 1;
        return new Attention(fresh(), query, keys.getFirst(), keys.getLast(), mask(), width, heads, 0.2);
    }

    private String mask() {
        List<String> masks = nodes.stream()
                .filter(BlockMask.class::isInstance)
                .map(Node::name)
                .toList();
        return masks.isEmpty() ? "ids" : masks.get(random.nextInt(masks.size()));
    }

    private Node exclude() {
        String input = places();
        return new Exclude(fresh(), input, SampleData.PLACES);
    }

    private Node gather() {
        String input = places();
        return new Gather(fresh(), input, SampleData.PLACES);
    }

    /** A tensor of batch × length × width; the ids' own, if there is none yet. */
    private String places() {
        if (sequences.isEmpty()) {
            add(Embedding.class);
        }
        List<String> there = sequences.stream().sorted().toList();
        return there.get(random.nextInt(there.size()));
    }

    private String places(int width) {
        List<String> there = sequences.stream()
                .filter(name -> size(name, 2) == width)
                .sorted()
                .toList();
        return there.get(random.nextInt(there.size()));
    }

    private String placesOrAny(Predicate<Shape> fits) {
        String sequence = places();
        return random.nextBoolean() && fits.test(shape(sequence)) ? sequence : any(fits);
    }

    private Node layerNorm() {
        // The deviation of one number is zero, and of two nearly equal ones nearly: their quotient would be noise.
        String input = placesOrAny(shape -> shape.size(-1) > 2);
        return new LayerNorm(fresh(), input, size(input, -1), 1e-3);
    }

    private Node positions() {
        String input = places();
        int offset = between(0, 2);
        return new PositionEmbedding(
                fresh(), input, LENGTH + offset + between(0, 2), size(input, 2), offset, new Initialization.Normal(1));
    }

    private Node select() {
        String input = placesOrAny(shape -> shape.rank() > 2);
        return new Select(fresh(), input, random.nextInt(Math.min(2, size(input, 1))));
    }

    private Node votes() {
        // Of likenesses that are all the same, as a softmax's means are, rounding would choose the nearest.
        String input = any(shape -> shape.rank() == 2);
        int examples = between(2, 6);
        add(new Linear(fresh(), input, size(input, 1), examples, true, new Initialization.FanIn()));
        return new NearestVotes(fresh(), nodes.getLast().name(), examples, between(1, 4), between(1, examples), 0.5);
    }

    private Node averagePool() {
        String input = picture();
        Extent kernel = new Extent(between(1, Math.min(3, size(input, 2))), between(1, Math.min(3, size(input, 3))));
        Extent padding = new Extent(between(0, kernel.height() / 2), between(0, kernel.width() / 2));
        return new AvgPool2d(
                fresh(), input, kernel, new Extent(between(1, 2), between(1, 2)), padding, random.nextBoolean());
    }

    private Node maximumPool() {
        String input = picture();
        Extent kernel = new Extent(between(1, Math.min(3, size(input, 2))), between(1, Math.min(3, size(input, 3))));
        Extent padding = new Extent(between(0, kernel.height() / 2), between(0, kernel.width() / 2));
        return new MaxPool2d(fresh(), input, kernel, new Extent(between(1, 2), between(1, 2)), padding);
    }

    private Node batchNorm() {
        // Half of the time straight after a convolution or a linear layer, where renderings may fold it.
        List<String> layers = nodes.stream()
                .filter(node -> node instanceof Conv2d || node instanceof Linear)
                .map(Node::name)
                .filter(name -> !sequences.contains(name))
                .toList();
        String input = !layers.isEmpty() && random.nextBoolean() ? layers.get(random.nextInt(layers.size())) : any();
        return BatchNorm.of(fresh(), input, size(input, 1));
    }

    private Node concat() {
        String first = any();
        Shape shape = shape(first);
        int axis = between(1, shape.rank() - 1);
        String second =
                any(other -> other.rank() == shape.rank() && other.with(axis, 1).equals(shape.with(axis, 1)));
        return new Concat(fresh(), List.of(first, second), axis);
    }

    private Node convolution() {
        String input = picture();
        int channels = size(input, 1);
        int groups = channels % 2 == 0 && random.nextBoolean() ? 2 : 1;
        Extent kernel = new Extent(between(1, Math.min(3, size(input, 2))), between(1, Math.min(3, size(input, 3))));
        Extent stride = new Extent(between(1, 2), between(1, 2));
        return new Conv2d(
                fresh(),
                input,
                channels,
                groups * between(1, 3),
                kernel,
                stride,
                new Extent(padding(kernel.height(), stride.height()), padding(kernel.width(), stride.width())),
                groups,
                random.nextBoolean(),
                new Initialization.Kaiming(Initialization.Fan.IN));
    }

    /** Any, but where strides could step over all of the picture and see nothing but padding. */
    private int padding(int kernel, int stride) {
        return between(0, stride == 1 ? 1 : kernel / 2);
    }

    private Node embeddingBag() {
        return new EmbeddingBag(
                fresh(),
                "ids",
                "weights",
                ROWS,
                between(1, 4),
                random.nextBoolean(),
                false,
                new Initialization.Normal(1));
    }

    private Node linear() {
        String input = placesOrAny(_ -> true);
        return new Linear(
                fresh(), input, size(input, -1), between(1, 6), random.nextBoolean(), new Initialization.FanIn());
    }

    private Node encoding() {
        String input = any(shape -> shape.rank() == 2);
        List<List<Float>> edges = Stream.generate(
                        () -> random.nextBoolean() ? List.of(-1f, 1f) : List.of(-2f, -0.25f, 0.5f, 3f))
                .limit(size(input, 1))
                .toList();
        return new PiecewiseLinearEncoding(fresh(), input, edges);
    }

    private Node softmax() {
        // An axis of one is always 1 and lets no gradient through: draw one only if there is no other.
        String input = any(shape -> shape.sizes().stream().skip(1).anyMatch(size -> size > 1));
        int axis = between(1, shape(input).rank() - 1);
        while (size(input, axis) == 1) {
            axis = axis % (shape(input).rank() - 1) + 1;
        }
        return new Softmax(fresh(), input, axis);
    }
}
