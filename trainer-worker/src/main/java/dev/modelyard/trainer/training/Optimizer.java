package dev.modelyard.trainer.training;

/** What makes a step of gradients. Decay is decoupled from the gradients (Loshchilov and Hutter 2019) in both. */
public sealed interface Optimizer {
    /** AdamW with PyTorch's usual decay rates. */
    Optimizer ADAMW = new AdamW(0.9, 0.999, 1e-8);

    /** Adam with decoupled decay. */
    record AdamW(double beta1, double beta2, double epsilon) implements Optimizer {}

    /** Gradient descent; momentum 0 keeps no state and takes sparse gradients as they are. */
    record Sgd(double momentum) implements Optimizer {}
}
