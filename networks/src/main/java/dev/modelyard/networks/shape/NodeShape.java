package dev.modelyard.networks.shape;

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
import dev.modelyard.networks.graph.Dropout;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Embedding;
import dev.modelyard.networks.graph.EmbeddingBag;
import dev.modelyard.networks.graph.Exclude;
import dev.modelyard.networks.graph.Extent;
import dev.modelyard.networks.graph.Flatten;
import dev.modelyard.networks.graph.Gather;
import dev.modelyard.networks.graph.GlobalAveragePool;
import dev.modelyard.networks.graph.LayerNorm;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.MaxPool2d;
import dev.modelyard.networks.graph.NearestVotes;
import dev.modelyard.networks.graph.Node;
import dev.modelyard.networks.graph.Normalize;
import dev.modelyard.networks.graph.PiecewiseLinearEncoding;
import dev.modelyard.networks.graph.PositionEmbedding;
import dev.modelyard.networks.graph.Scale;
import dev.modelyard.networks.graph.Select;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.graph.Shift;
import dev.modelyard.networks.graph.Softmax;
import java.util.ArrayList;
import java.util.List;

/** What one node makes of the shapes it takes. */
final class NodeShape {
    private final Node node;
    private final List<Operand> operands;

    /** A tensor a node takes. */
    record Operand(String name, ElementType type, Shape shape) {}

    private NodeShape(Node node, List<Operand> operands) {
        this.node = node;
        this.operands = operands;
    }

    static Shape of(Node node, List<Operand> operands) {
        return new NodeShape(node, operands).shape();
    }

    private Shape shape() {
        if (takesFloatsOnly()) {
            requireFloats(operands);
        }
        return switch (node) {
            case Activation _, Clip _, Dropout _ -> first();
            case Add _, Average _ -> same();
            case Attention attention -> attended(attention);
            case AvgPool2d pool -> pooled(pool.kernel(), pool.stride(), pool.padding(), pool.ceil());
            case MaxPool2d pool -> pooled(pool.kernel(), pool.stride(), pool.padding(), false);
            case BatchNorm norm -> channels(norm.channels());
            case BlockMask _ -> {
                requireIds(operands.getFirst());
                requireRank(first(), 2);
                yield Shape.of(first().size(0), first().size(1), first().size(1));
            }
            case Concat concat -> joined(concat.axis());
            case Conv2d conv -> convolved(conv);
            case Embedding table -> {
                requireIds(operands.getFirst());
                List<Long> sizes = new ArrayList<>(first().sizes());
                sizes.add((long) table.width());
                yield new Shape(sizes);
            }
            case EmbeddingBag bag -> embedded(bag);
            case Exclude _ -> {
                Shape wanted = wanted();
                require(
                        first().size(1) == wanted.size(1),
                        "takes as many of " + first() + " as there are places in " + wanted);
                yield first();
            }
            case Flatten _ -> flattened();
            case Gather _ -> first().with(1, wanted().size(1));
            case GlobalAveragePool _ -> {
                Shape picture = picture();
                yield Shape.of(picture.size(0), picture.size(1));
            }
            case LayerNorm norm -> lastAxis(norm.width());
            case Linear linear -> lastAxis(linear.inputSize()).with(-1, linear.outputSize());
            case NearestVotes votes -> {
                requireRank(first(), 2);
                yield lastAxis(votes.examples()).with(1, votes.classes());
            }
            case Normalize _ -> lastAxis((int) first().size(-1));
            case PiecewiseLinearEncoding encoding -> {
                requireRank(first(), 2);
                yield channels(encoding.edges().size()).with(1, encoding.bins());
            }
            case PositionEmbedding table -> {
                requireRank(first(), 3);
                require(
                        table.offset() + first().size(1) <= table.rows(),
                        "has no row for " + first().size(1) + " places");
                yield lastAxis(table.width());
            }
            case Scale scale -> constants(scale.factors().size());
            case Select select -> {
                require(
                        first().rank() >= 3 && select.place() < first().size(1),
                        "place " + select.place() + " is none of " + first());
                List<Long> sizes = new ArrayList<>(first().sizes());
                sizes.remove(1);
                yield new Shape(sizes);
            }
            case Shift shift -> constants(shift.amounts().size());
            case Softmax softmax -> {
                require(softmax.axis() < first().rank(), "axis " + softmax.axis() + " is not an axis of " + first());
                yield first();
            }
        };
    }

    private boolean takesFloatsOnly() {
        return !(node instanceof Attention
                || node instanceof BlockMask
                || node instanceof Embedding
                || node instanceof EmbeddingBag
                || node instanceof Exclude
                || node instanceof Gather);
    }

    /** Places of the samples that the first operand has. */
    private Shape wanted() {
        Operand places = operands.getLast();
        requireFloats(operands.subList(0, 1));
        requireIds(places);
        requireRank(first(), 3);
        requireRank(places.shape(), 2);
        require(
                places.shape().size(0) == first().size(0),
                "takes places of " + first().size(0) + " samples, not " + places.shape());
        return places.shape();
    }

    private Shape first() {
        return operands.getFirst().shape();
    }

    private Shape picture() {
        requireRank(first(), 4);
        return first();
    }

    private Shape channels(int channels) {
        require(first().rank() >= 2 && first().size(1) == channels, "takes " + channels + " channels, not " + first());
        return first();
    }

    private Shape constants(int number) {
        return number == 1 ? first() : channels(number);
    }

    private Shape same() {
        for (Operand operand : operands) {
            require(
                    operand.shape().equals(first()),
                    "takes tensors of one shape, but " + operand.name() + " is " + operand.shape() + " where "
                            + operands.getFirst().name() + " is " + first());
        }
        return first();
    }

    private Shape joined(int axis) {
        require(axis < first().rank(), "axis " + axis + " is not an axis of " + first());
        long sum = 0;
        for (Operand operand : operands) {
            Shape shape = operand.shape();
            require(
                    shape.rank() == first().rank() && shape.with(axis, 1).equals(first().with(axis, 1)),
                    "takes tensors that differ on axis " + axis + " only, but " + operand.name() + " is " + shape
                            + " where " + operands.getFirst().name() + " is " + first());
            sum += shape.size(axis);
        }
        return first().with(axis, sum);
    }

    private Shape convolved(Conv2d conv) {
        picture();
        channels(conv.inputChannels());
        return pooled(conv.kernel(), conv.stride(), conv.padding(), false).with(1, conv.outputChannels());
    }

    private Shape pooled(Extent kernel, Extent stride, Extent padding, boolean ceil) {
        Shape picture = picture();
        long height = windows(picture.size(2), kernel.height(), stride.height(), padding.height(), ceil);
        long width = windows(picture.size(3), kernel.width(), stride.width(), padding.width(), ceil);
        return picture.with(2, height).with(3, width);
    }

    /** How many windows fit; with {@code ceil} a last one may hang over the end, but must begin inside. */
    private long windows(long size, int kernel, int stride, int padding, boolean ceil) {
        long room = size + 2L * padding - kernel;
        require(room >= 0, "a window of " + kernel + " does not fit into " + first());
        if (!ceil) {
            return room / stride + 1;
        }
        long windows = Math.ceilDiv(room, stride) + 1;
        return (windows - 1) * stride >= size + padding ? windows - 1 : windows;
    }

    private Shape embedded(EmbeddingBag bag) {
        Operand ids = operands.getFirst();
        Operand weights = operands.getLast();
        requireIds(ids);
        requireFloats(List.of(weights));
        requireRank(ids.shape(), 2);
        return same().with(1, bag.width());
    }

    private Shape flattened() {
        require(first().rank() >= 2, "takes at least two axes, not " + first());
        return Shape.of(first().size(0), first().elements() / first().size(0));
    }

    private Shape lastAxis(int width) {
        require(
                first().rank() >= 2 && first().size(-1) == width,
                "takes " + width + " on the last axis, not " + first());
        return first();
    }

    /** Keys and values are of the same places, and the mask says which of these there are. */
    private Shape attended(Attention attention) {
        requireFloats(operands.subList(0, 3));
        Operand mask = operands.getLast();
        Shape keys = operands.get(1).shape();
        requireRank(keys, 3);
        requireRank(lastAxis(attention.width()), 3);
        require(
                mask.type() == ElementType.I64 || mask.type() == ElementType.F32,
                "a mask must be i64 or f32, but " + mask.name() + " is " + mask.type());
        require(
                keys.equals(operands.get(2).shape()) && keys.with(1, 1).equals(first().with(1, 1)),
                "takes keys and values of one shape that agrees with queries but for the places, not " + first() + ", "
                        + keys + " and " + operands.get(2).shape());
        Shape masked = mask.type() == ElementType.I64
                ? Shape.of(keys.size(0), keys.size(1))
                : Shape.of(keys.size(0), first().size(1), keys.size(1));
        require(mask.shape().equals(masked), "takes a mask of " + masked + ", not " + mask.shape());
        return first();
    }

    private void requireIds(Operand ids) {
        require(ids.type() == ElementType.I64, "ids must be i64, but " + ids.name() + " is " + ids.type());
    }

    private void requireRank(Shape shape, int rank) {
        require(shape.rank() == rank, "takes " + rank + " axes, not " + shape);
    }

    private void requireFloats(List<Operand> tensors) {
        for (Operand operand : tensors) {
            require(operand.type() == ElementType.F32, "takes f32, but " + operand.name() + " is " + operand.type());
        }
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ShapeException("node " + node.name() + ": " + message);
        }
    }
}
