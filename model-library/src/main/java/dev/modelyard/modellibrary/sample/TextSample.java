package dev.modelyard.modellibrary.sample;

/** A text to classify. */
public record TextSample(String text) implements Sample {
    @Override
    public String description() {
        return "a text";
    }
}
