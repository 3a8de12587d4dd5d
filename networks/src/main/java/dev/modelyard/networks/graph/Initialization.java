package dev.modelyard.networks.graph;

/**
 * How a parameter begins. Fans are those of its shape: fan-in is the size of axis 1 times the sizes that follow, fan-out
 * the size of axis 0 times the sizes after axis 1.
 */
public sealed interface Initialization {
    Initialization ZEROS = new Constant(0);
    Initialization ONES = new Constant(1);

    /** Every element the same. */
    record Constant(double value) implements Initialization {
        public Constant {
            Check.finite("constant initialization", "value", value);
        }
    }

    /** Normal around zero. */
    record Normal(double deviation) implements Initialization {
        public Normal {
            Check.that(
                    deviation > 0 && Double.isFinite(deviation), "normal initialization", "deviation must be positive");
        }
    }

    /** Uniform between minus and plus the bound. */
    record Uniform(double bound) implements Initialization {
        public Uniform {
            Check.that(bound > 0 && Double.isFinite(bound), "uniform initialization", "bound must be positive");
        }
    }

    /** Normal with variance 2 / fan (He et al. 2015), for layers that a rectifier follows. */
    record Kaiming(Fan fan) implements Initialization {}

    /** Uniform within ±√(6 / (fan-in + fan-out)) (Glorot and Bengio 2010). */
    record Xavier() implements Initialization {}

    /** Uniform within ±1/√fan-in, what PyTorch's linear and convolution layers begin with; their biases follow it. */
    record FanIn() implements Initialization {}

    /** Which side of a layer a variance is kept for. */
    enum Fan {
        IN,
        OUT
    }
}
