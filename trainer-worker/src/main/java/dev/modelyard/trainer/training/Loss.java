package dev.modelyard.trainer.training;

import dev.modelyard.networks.torchscript.ScriptModule;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What training makes small. A network with several training outputs, an ensemble, has the mean of their losses. */
public sealed interface Loss {
    /** Cross-entropy of logits (batch × classes) and class ids (i64, batch). Smoothing is the share spread over all classes. */
    record CrossEntropy(double smoothing) implements Loss {}

    /** Squared below {@code beta}, absolute beyond (Girshick 2015); outputs and targets are f32, batch × values. */
    record SmoothL1(double beta) implements Loss {}

    /** The mean of the squares; outputs and targets are f32, batch × values. */
    record Squared() implements Loss {}

    /**
     * Another loss over examples that were passed through the network twice, and how far the two answers are apart, so that dropout
     * matters less (R-Drop, Liang et al. 2021): outputs are batch times two, the second pass below the first, targets the batch.
     *
     * @param weight of the divergence: that of Kullback and Leibler in both directions between classes, the mean square between values
     */
    record RDrop(Loss loss, double weight) implements Loss {}

    /** The loss as a module that takes the training outputs, then the target, and answers a scalar. */
    default ScriptModule module(int outputs) {
        String arguments = IntStream.range(0, outputs)
                .mapToObj(i -> "    o" + i + ": Tensor,\n")
                .collect(Collectors.joining());
        String sum = IntStream.range(0, outputs)
                .mapToObj(i -> expression("o" + i))
                .reduce((left, right) -> "torch.add(" + left + ", " + right + ")")
                .orElseThrow();
        return ScriptModule.of("  def forward(self: __torch__.Network,\n" + arguments
                + "    target: Tensor) -> Tensor:\n    return torch.div(" + sum + ", " + outputs + ")\n");
    }

    private String expression(String output) {
        return switch (this) {
            case CrossEntropy(double smoothing) ->
                "torch.cross_entropy_loss(" + output + ", target, None, 1, -100, " + smoothing + ")";
            case Squared() -> "torch.mse_loss(" + output + ", target)";
            case SmoothL1(double beta) -> "torch.smooth_l1_loss(" + output + ", target, 1, " + beta + ")";
            case RDrop(Loss loss, double weight) -> {
                String size = "torch.size(target, 0)";
                String first = "torch.slice(" + output + ", 0, 0, " + size + ", 1)";
                String second = "torch.slice(" + output + ", 0, " + size + ", 9223372036854775807, 1)";
                String both = "torch.add(" + loss.expression(first) + ", " + loss.expression(second) + ")";
                yield "torch.mul(torch.add(" + both + ", " + loss.divergence(first, second) + ", alpha=" + weight
                        + "), 0.5)";
            }
        };
    }

    /** Half of the divergence in both directions, a mean over the examples. */
    private String divergence(String first, String second) {
        return switch (this) {
            case CrossEntropy _ -> {
                String difference =
                        "torch.sub(torch.log_softmax(" + first + ", 1), torch.log_softmax(" + second + ", 1))";
                String shares = "torch.sub(torch.softmax(" + first + ", 1), torch.softmax(" + second + ", 1))";
                yield "torch.mul(torch.mean(torch.sum(torch.mul(" + shares + ", " + difference + "), [1])), 0.5)";
            }
            case Squared _, SmoothL1 _ -> "torch.mse_loss(" + first + ", " + second + ")";
            case RDrop(Loss loss, double _) -> loss.divergence(first, second);
        };
    }
}
