package dev.modelyard.modellibrary.preprocessing;

import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Puts prepared samples together as the inputs of a network, one tensor an input, in memory that native code reads in place. */
public final class Batches {
    private Batches() {}

    /**
     * The inputs of one batch. Bags become ids and weights, padded with id 0 and weight 0 to the longest of the batch; dense
     * samples become one tensor; of pairs the features come first, then ids and weights. Tokens become
     * ids, segments and a mask, padded with zeros to the longest of the batch; choices become ids, segments, places, blocks and where
     * options are judged, padded with zeros, and the last two with −1.
     *
     * @param samples of one kind, at least one
     * @param shape of one dense sample, not used for others
     */
    public static List<Tensor> of(List<? extends Prepared> samples, Shape shape) {
        return switch (samples.getFirst()) {
            case Prepared.Bag _ ->
                bags(samples.stream().map(Prepared.Bag.class::cast).toList());
            case Prepared.Dense _ ->
                dense(
                        samples.stream()
                                .map(Prepared.Dense.class::cast)
                                .map(Prepared.Dense::values)
                                .toList(),
                        shape);
            case Prepared.Tokens _ ->
                tokens(samples.stream().map(Prepared.Tokens.class::cast).toList());
            case Prepared.Choice _ ->
                choices(samples.stream().map(Prepared.Choice.class::cast).toList());
            case Prepared.Pair _ ->
                pairs(samples.stream().map(Prepared.Pair.class::cast).toList());
        };
    }

    private static List<Tensor> bags(List<Prepared.Bag> bags) {
        int length = 1;
        for (Prepared.Bag bag : bags) {
            length = Math.max(length, bag.ids().length);
        }
        Shape shape = Shape.of(bags.size(), length);
        ByteBuffer ids = allocate(shape, ElementType.I64);
        ByteBuffer weights = allocate(shape, ElementType.F32);
        LongBuffer idBuffer = ids.asLongBuffer();
        FloatBuffer weightBuffer = weights.asFloatBuffer();
        for (int row = 0; row < bags.size(); row++) {
            Prepared.Bag bag = bags.get(row);
            for (int i = 0; i < bag.ids().length; i++) {
                idBuffer.put(row * length + i, bag.ids()[i]);
            }
            weightBuffer.put(row * length, bag.weights());
        }
        return List.of(new Tensor(ElementType.I64, shape, ids), new Tensor(ElementType.F32, shape, weights));
    }

    private static List<Tensor> tokens(List<Prepared.Tokens> texts) {
        int length = 1;
        for (Prepared.Tokens text : texts) {
            length = Math.max(length, text.ids().length);
        }
        Shape shape = Shape.of(texts.size(), length);
        ByteBuffer ids = allocate(shape, ElementType.I64);
        ByteBuffer segments = allocate(shape, ElementType.I64);
        ByteBuffer mask = allocate(shape, ElementType.I64);
        for (int row = 0; row < texts.size(); row++) {
            Prepared.Tokens text = texts.get(row);
            ids.asLongBuffer().put(row * length, text.ids());
            segments.asLongBuffer().put(row * length, text.segments());
            LongBuffer real = mask.asLongBuffer();
            for (int i = 0; i < text.ids().length; i++) {
                real.put(row * length + i, 1);
            }
        }
        return Stream.of(ids, segments, mask)
                .map(data -> new Tensor(ElementType.I64, shape, data))
                .toList();
    }

    private static List<Tensor> choices(List<Prepared.Choice> choices) {
        return List.of(
                padded(choices.stream().map(Prepared.Choice::ids).toList(), 0),
                padded(choices.stream().map(Prepared.Choice::segments).toList(), 0),
                padded(choices.stream().map(Prepared.Choice::places).toList(), 0),
                padded(choices.stream().map(Prepared.Choice::blocks).toList(), -1),
                padded(choices.stream().map(Prepared.Choice::choices).toList(), -1));
    }

    private static Tensor padded(List<long[]> rows, long padding) {
        int length = rows.stream().mapToInt(row -> row.length).max().orElse(1);
        Shape shape = Shape.of(rows.size(), length);
        ByteBuffer data = allocate(shape, ElementType.I64);
        LongBuffer numbers = data.asLongBuffer();
        for (long[] row : rows) {
            numbers.put(row);
            for (int i = row.length; i < length; i++) {
                numbers.put(padding);
            }
        }
        return new Tensor(ElementType.I64, shape, data);
    }

    private static List<Tensor> pairs(List<Prepared.Pair> pairs) {
        List<float[]> features = pairs.stream().map(Prepared.Pair::features).toList();
        List<Tensor> tensors = new ArrayList<>(dense(features, Shape.of(features.getFirst().length)));
        tensors.addAll(bags(pairs.stream().map(Prepared.Pair::bag).toList()));
        return tensors;
    }

    private static List<Tensor> dense(List<float[]> samples, Shape sample) {
        long[] sizes = new long[sample.rank() + 1];
        sizes[0] = samples.size();
        System.arraycopy(sample.toArray(), 0, sizes, 1, sample.rank());
        Shape shape = Shape.of(sizes);
        ByteBuffer bytes = allocate(shape, ElementType.F32);
        FloatBuffer values = bytes.asFloatBuffer();
        samples.forEach(values::put);
        return List.of(new Tensor(ElementType.F32, shape, bytes));
    }

    private static ByteBuffer allocate(Shape shape, ElementType type) {
        return ByteBuffer.allocateDirect(Math.toIntExact(shape.elements() * type.bytes()))
                .order(ByteOrder.nativeOrder());
    }
}
