package dev.modelyard.networks.torchscript;

import static dev.modelyard.networks.torchscript.ScriptText.call;
import static dev.modelyard.networks.torchscript.ScriptText.number;
import static dev.modelyard.networks.torchscript.ScriptText.self;

import dev.modelyard.networks.graph.Attention;
import dev.modelyard.networks.graph.BlockMask;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Embedding;
import dev.modelyard.networks.graph.Exclude;
import dev.modelyard.networks.graph.Gather;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.PositionEmbedding;
import java.util.ArrayList;
import java.util.List;

/** The expressions of nodes over sequences of tokens. */
final class SequenceCode {
    private final Network network;
    private final Precisions precisions;
    private final ScriptText text;

    SequenceCode(Network network, Precisions precisions, ScriptText text) {
        this.network = network;
        this.precisions = precisions;
        this.text = text;
    }

    String embedding(Embedding table) {
        return call("embedding", self(table, "weight"), TorchNames.local(table.input()), "-1", "False", "False");
    }

    String positions(PositionEmbedding table) {
        String input = precisions.full(table.input());
        String end = call("add", call("size", input, "1"), Integer.toString(table.offset()));
        String rows = call("slice", self(table, "weight"), "0", Integer.toString(table.offset()), end, "1");
        return call("add", input, rows);
    }

    String gather(Gather gather) {
        String places = call("clamp", TorchNames.local(gather.places()), "0");
        return call("take_along_dim", precisions.operand(gather, gather.input()), call("unsqueeze", places, "2"), "1");
    }

    String exclude(Exclude exclude) {
        return call(
                "masked_fill",
                precisions.full(exclude.input()),
                call("unsqueeze", call("lt", TorchNames.local(exclude.places()), "0"), "2"),
                number(Exclude.NONE));
    }

    /** Heads become an axis before the places, and one again afterwards. */
    String attention(Attention attention) {
        String local = TorchNames.local(attention.name());
        List<String> operands = new ArrayList<>();
        for (String input : List.of(attention.query(), attention.key(), attention.value())) {
            String tensor = precisions.operand(attention, input);
            String part = local + "_" + operands.size();
            String sizes = "[%s, -1, %d, %d]"
                    .formatted(call("size", tensor, "0"), attention.heads(), attention.width() / attention.heads());
            text.statement(part, call("transpose", call("reshape", tensor, sizes), "1", "2"));
            operands.add(part);
        }
        operands.add(mask(attention));
        String dropout = local + "_dropout";
        text.append("    if self.training:\n      %s = %s\n    else:\n      %s = 0.\n"
                .formatted(dropout, number(attention.dropout()), dropout));
        operands.addAll(List.of(dropout, "False"));
        text.statement(local + "_heads", call("scaled_dot_product_attention", operands.toArray(String[]::new)));
        String sizes = "[%s, -1, %d]".formatted(call("size", local + "_0", "0"), attention.width());
        return call("reshape", call("transpose", local + "_heads", "1", "2"), sizes);
    }

    /** What is seen, true or false, with an axis for the heads; a mask of keys alone is that of every query. */
    private String mask(Attention attention) {
        String seen = call("unsqueeze", call("ne", TorchNames.local(attention.mask()), "0"), "1");
        boolean ofKeys = network.inputs().stream()
                .anyMatch(input -> input.name().equals(attention.mask()) && input.type() == ElementType.I64);
        return ofKeys ? call("unsqueeze", seen, "1") : seen;
    }

    /** Two blocks go together if their product is zero, as one of them is 0 then, or if they are the same. */
    String blockMask(BlockMask mask) {
        String local = TorchNames.local(mask.name());
        String blocks = TorchNames.local(mask.blocks());
        text.statement(local + "_seeing", call("unsqueeze", blocks, "2"));
        text.statement(local + "_seen", call("unsqueeze", blocks, "1"));
        String shared = call("eq", call("mul", local + "_seeing", local + "_seen"), "0");
        String same = call("eq", local + "_seeing", local + "_seen");
        String real = call("ge", local + "_seen", "0");
        String seen = call("logical_and", real, call("logical_or", shared, same));
        return call("to", seen, "6");
    }
}
