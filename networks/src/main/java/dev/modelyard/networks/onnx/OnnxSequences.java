package dev.modelyard.networks.onnx;

import static dev.modelyard.networks.onnx.OnnxGraph.integer;
import static dev.modelyard.networks.onnx.OnnxGraph.integers;
import static dev.modelyard.networks.onnx.OnnxParts.part;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.modelyard.networks.graph.Attention;
import dev.modelyard.networks.graph.BlockMask;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Exclude;
import dev.modelyard.networks.graph.Gather;
import dev.modelyard.networks.graph.PositionEmbedding;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.weights.Tensor;
import java.util.List;

/** The operators of opset 17 that compute nodes over places in a text. */
final class OnnxSequences {
    private static final float MASKED = -1e9f;

    private final OnnxGraph graph;
    private final OnnxParts parts;
    private final OpenShapes shapes;

    OnnxSequences(OnnxGraph graph, OnnxParts parts, OpenShapes shapes) {
        this.graph = graph;
        this.parts = parts;
        this.shapes = shapes;
    }

    /** Heads become an axis before the places, and one again afterwards; what is masked is far below all else before the softmax. */
    void attention(Attention attention) {
        long part = attention.width() / attention.heads();
        String split =
                graph.constant(part(attention, "split"), Tensor.of(Shape.of(4), 0L, 0L, attention.heads(), part));
        String query = heads(attention, "query", attention.query(), split, integers("perm", 0, 2, 1, 3));
        String key = heads(attention, "key", attention.key(), split, integers("perm", 0, 2, 3, 1));
        String value = heads(attention, "value", attention.value(), split, integers("perm", 0, 2, 1, 3));
        String products = graph.operator("MatMul", part(attention, "products"), List.of(query, key));
        String scale = parts.scalar(attention, "scale", (float) (1 / Math.sqrt((double) part)));
        String scaled = graph.operator("Mul", part(attention, "scaled"), List.of(products, scale));
        String masked = graph.operator("Add", part(attention, "masked"), List.of(scaled, mask(attention)));
        String shares = graph.operator("Softmax", part(attention, "shares"), List.of(masked), integer("axis", -1));
        String means = graph.operator("MatMul", part(attention, "means"), List.of(shares, value));
        String places =
                graph.operator("Transpose", part(attention, "places"), List.of(means), integers("perm", 0, 2, 1, 3));
        String join = graph.constant(part(attention, "join"), Tensor.of(Shape.of(3), 0L, 0L, attention.width()));
        graph.operator("Reshape", attention.name(), List.of(places, join));
    }

    private String heads(Attention attention, String which, String input, String split, AttributeProto order) {
        String apart = graph.operator("Reshape", part(attention, which + "_parts"), List.of(input, split));
        return graph.operator("Transpose", part(attention, which), List.of(apart), order);
    }

    /** Batch × 1 × places of queries, or 1 for all of them, × places of keys: 0 for what there is, and far below it for what there is not. */
    private String mask(Attention attention) {
        String numbers = graph.operator(
                "Cast",
                part(attention, "mask_numbers"),
                List.of(attention.mask()),
                integer("to", OnnxGraph.type(ElementType.F32)));
        String zero = parts.scalar(attention, "mask_zero", 0);
        String none = graph.operator("Equal", part(attention, "mask_none"), List.of(numbers, zero));
        String low = parts.scalar(attention, "mask_low", MASKED);
        String added = graph.operator("Where", part(attention, "mask_added"), List.of(none, low, zero));
        boolean ofKeys = shapes.of(attention.mask()).rank() == 2;
        Tensor open = ofKeys ? Tensor.of(Shape.of(2), 1L, 2L) : Tensor.of(Shape.of(1), 1L);
        String axes = graph.constant(part(attention, "mask_axes"), open);
        return graph.operator("Unsqueeze", part(attention, "mask"), List.of(added, axes));
    }

    /** Two blocks go together if their product is zero, as one of them is 0 then, or if they are the same. */
    void blockMask(BlockMask mask) {
        String seeing = parts.unsqueezed(mask, "seeing", mask.blocks(), 2);
        String seen = parts.unsqueezed(mask, "seen", mask.blocks(), 1);
        String zero = graph.constant(part(mask, "zero"), Tensor.of(Shape.of(), 0L));
        String product = graph.operator("Mul", part(mask, "product"), List.of(seeing, seen));
        String shared = graph.operator("Equal", part(mask, "shared"), List.of(product, zero));
        String same = graph.operator("Equal", part(mask, "same"), List.of(seeing, seen));
        String together = graph.operator("Or", part(mask, "together"), List.of(shared, same));
        String real = graph.operator("GreaterOrEqual", part(mask, "real"), List.of(seen, zero));
        String both = graph.operator("And", part(mask, "both"), List.of(together, real));
        graph.operator("Cast", mask.name(), List.of(both), integer("to", OnnxGraph.type(ElementType.F32)));
    }

    void gather(Gather gather) {
        String zero = graph.constant(part(gather, "zero"), Tensor.of(Shape.of(), 0L));
        String places = graph.operator("Max", part(gather, "places"), List.of(gather.places(), zero));
        String indexes = parts.unsqueezed(gather, "indexes", places, 2);
        graph.operator("GatherND", gather.name(), List.of(gather.input(), indexes), integer("batch_dims", 1));
    }

    void exclude(Exclude exclude) {
        String zero = graph.constant(part(exclude, "zero"), Tensor.of(Shape.of(), 0L));
        String none = graph.operator("Less", part(exclude, "none"), List.of(exclude.places(), zero));
        String rows = parts.unsqueezed(exclude, "rows", none, 2);
        String low = parts.scalar(exclude, "low", Exclude.NONE);
        graph.operator("Where", exclude.name(), List.of(rows, low, exclude.input()));
    }

    /** As many rows as there are places. */
    void positions(PositionEmbedding table) {
        String sizes = graph.operator("Shape", part(table, "sizes"), List.of(table.input()));
        String one = graph.constant(part(table, "one"), Tensor.of(Shape.of(1), 1L));
        String two = graph.constant(part(table, "two"), Tensor.of(Shape.of(1), 2L));
        String zero = graph.constant(part(table, "zero"), Tensor.of(Shape.of(1), 0L));
        String places = graph.operator("Slice", part(table, "places"), List.of(sizes, one, two, zero));
        String offset = graph.constant(part(table, "offset"), Tensor.of(Shape.of(1), (long) table.offset()));
        String end = graph.operator("Add", part(table, "end"), List.of(places, offset));
        String rows = graph.operator(
                "Slice", part(table, "rows"), List.of(parts.parameter(table, "weight"), offset, end, zero));
        graph.operator("Add", table.name(), List.of(table.input(), rows));
    }
}
