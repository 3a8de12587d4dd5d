package dev.modelyard.modellibrary.sample;

/** One raw example to predict. */
public sealed interface Sample permits TextSample, PairSample, ChoiceSample, ImageSample, RowSample {
    /** What it is, in the words of an error message: {@code a text}, {@code a pair of texts}, {@code an image}, {@code a row}. */
    String description();
}
