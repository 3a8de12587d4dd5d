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
        };
    }
}
