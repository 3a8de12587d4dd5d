package dev.modelyard.trainer.training;

/** What a network's examples are compared by when their neighbours are looked for. */
public sealed interface Likeness {
    /** A node's vectors, batch × width, by their cosine. */
    record Vectors(String node) implements Likeness {}

    /**
     * The network's inputs, which are bags of length one, {@code ids} and {@code weights}, by their product.
     *
     * @param rows of the vocabulary
     */
    record Bags(int rows) implements Likeness {}
}
