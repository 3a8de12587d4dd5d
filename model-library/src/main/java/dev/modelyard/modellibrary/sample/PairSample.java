package dev.modelyard.modellibrary.sample;

/** Two texts to compare. */
public record PairSample(String first, String second) implements Sample {
    @Override
    public String description() {
        return "a pair of texts";
    }
}
