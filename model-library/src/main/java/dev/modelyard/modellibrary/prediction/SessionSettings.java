package dev.modelyard.modellibrary.prediction;

/**
 * How ONNX Runtime may use the machine.
 *
 * @param threads processor threads for one call of {@link ServableModel#run}; they wait without spinning
 */
public record SessionSettings(int threads) {
    public SessionSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
    }
}
