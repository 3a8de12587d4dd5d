package dev.modelyard.networks.onnx;

import static dev.modelyard.networks.onnx.OnnxGraph.integer;
import static dev.modelyard.networks.onnx.OnnxGraph.integers;
import static dev.modelyard.networks.onnx.OnnxParts.part;

import dev.modelyard.networks.graph.Linear;
import java.util.ArrayList;
import java.util.List;

/** Linear layers: one operator for rows; for more axes a product with the transposed weights, or with weights of eight bits. */
final class OnnxLinear {
    /** Inputs are rounded to eight bits too, block by block, so that products of whole numbers are summed. */
    private static final int WHOLE_NUMBERS = 4;

    private static final int BITS = 8;

    private final OnnxGraph graph;
    private final OnnxParts parts;
    private final OpenShapes shapes;
    private final WeightFormat format;

    OnnxLinear(OnnxGraph graph, OnnxParts parts, OpenShapes shapes, WeightFormat format) {
        this.graph = graph;
        this.parts = parts;
        this.shapes = shapes;
        this.format = format;
    }

    /** Whether a layer is computed in another way where the format is {@link WeightFormat#INT8}. */
    static boolean isQuantizable(Linear linear, OpenShapes shapes) {
        return !isOfRows(linear, shapes) && BlockQuantized.fits(linear);
    }

    void add(Linear linear) {
        if (isOfRows(linear, shapes)) {
            List<String> operands = new ArrayList<>(List.of(linear.input(), parts.parameter(linear, "weight")));
            if (linear.bias()) {
                operands.add(parts.parameter(linear, "bias"));
            }
            graph.operator("Gemm", linear.name(), operands, integer("transB", 1));
            return;
        }
        String product = linear.bias() ? part(linear, "product") : linear.name();
        if (format == WeightFormat.INT8 && BlockQuantized.fits(linear)) {
            quantized(linear, product);
        } else {
            exact(linear, product);
        }
        if (linear.bias()) {
            graph.operator("Add", linear.name(), List.of(product, parts.parameter(linear, "bias")));
        }
    }

    private void exact(Linear linear, String product) {
        String transposed = graph.operator(
                "Transpose",
                part(linear, "transposed"),
                List.of(parts.parameter(linear, "weight")),
                integers("perm", 1, 0));
        graph.operator("MatMul", product, List.of(linear.input(), transposed));
    }

    private void quantized(Linear linear, String product) {
        BlockQuantized weight = BlockQuantized.of(parts.weight(linear, "weight"));
        String values = graph.constant(part(linear, "values"), weight.values());
        String scales = graph.constant(part(linear, "scales"), weight.scales());
        graph.runtimeOperator(
                "MatMulNBits",
                product,
                List.of(linear.input(), values, scales),
                integer("K", linear.inputSize()),
                integer("N", linear.outputSize()),
                integer("bits", BITS),
                integer("block_size", weight.block()),
                integer("accuracy_level", WHOLE_NUMBERS));
    }

    private static boolean isOfRows(Linear linear, OpenShapes shapes) {
        return shapes.of(linear.input()).rank() == 2;
    }
}
