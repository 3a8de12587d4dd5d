package dev.modelyard.modellibrary.preprocessing;

import java.util.List;

/** One sample as the numbers of a network's inputs, not yet part of a batch. Arrays are not copied, so not to be changed. */
public sealed interface Prepared {
    /**
     * A bag of weighted entries of a vocabulary; it may be empty.
     *
     * @param ids rows of the table
     * @param weights one for each id
     */
    record Bag(int[] ids, float[] weights) implements Prepared {}

    /** Numbers that fill one input of the network, in row-major order: the features of a row, the channels of a picture. */
    record Dense(float[] values) implements Prepared {}

    /** The tokens of a text or two, with the segment of each: 0 for the first text, 1 for the second. */
    record Tokens(long[] ids, long[] segments) implements Prepared {}

    /**
     * The tokens of a text or two beside those of its options; see {@code EncoderNetwork#choosing}. All but the last two have one for each
     * token.
     *
     * @param places rows of the table of places
     * @param blocks 0 for what all see, k for the k-th option
     * @param choices the token at which each option is judged
     * @param labels the options, as they are answered
     */
    record Choice(long[] ids, long[] segments, long[] places, long[] blocks, long[] choices, List<String> labels)
            implements Prepared {}

    /** Two texts: figures of their likeness, and a bag of what they have. */
    record Pair(float[] features, Bag bag) implements Prepared {}
}
