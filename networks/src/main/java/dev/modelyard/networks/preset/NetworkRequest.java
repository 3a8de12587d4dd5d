package dev.modelyard.networks.preset;

import java.util.Collections;
import java.util.List;

/** What a preset must know about the data to be built for it. */
public sealed interface NetworkRequest {
    /**
     * Texts as weighted n-grams.
     *
     * @param vocabulary the number of n-gram ids, the padding id 0 included
     */
    record Text(int vocabulary, int classes) implements NetworkRequest {
        public Text {
            require("vocabulary", vocabulary, 1, 100_000_000);
            require("classes", classes, 2, 1_000_000);
        }
    }

    /**
     * Pairs of texts as figures of their likeness and weighted entries.
     *
     * @param vocabulary the number of ids of entries, the padding id 0 included
     */
    record TextPair(List<FeatureStatistics> features, int vocabulary, Target target) implements NetworkRequest {
        public TextPair {
            features = List.copyOf(features);
            require("features", features.size(), 1, 100_000);
            require("vocabulary", vocabulary, 1, 100_000_000);
        }
    }

    /** Texts, or pairs of them, for a pretrained encoder. */
    record Encoder(Target target) implements NetworkRequest {}

    /** Pictures of one size. */
    record Image(int channels, int height, int width, int classes) implements NetworkRequest {
        public Image {
            require("channels", channels, 1, 1024);
            require("height", height, 28, 4096);
            require("width", width, 28, 4096);
            require("classes", classes, 2, 1_000_000);
        }
    }

    /** Rows of numbers. */
    record Tabular(List<FeatureStatistics> features, Target target) implements NetworkRequest {
        public Tabular {
            features = List.copyOf(features);
            require("features", features.size(), 1, 100_000);
        }

        /** Rows that nobody has seen. */
        public static Tabular unseen(int columns, Target target) {
            return new Tabular(Collections.nCopies(columns, FeatureStatistics.UNSEEN), target);
        }
    }

    /** What is said of a row. */
    sealed interface Target {
        /** One of so many classes. */
        record Classes(int number) implements Target {
            public Classes {
                require("classes", number, 2, 1_000_000);
            }
        }

        /** A number; the network is trained on (number − mean) / deviation and answers in the number's own unit. */
        record Value(float mean, float deviation) implements Target {
            /** Of values that nobody has seen. */
            public static final Value UNSEEN = new Value(0, 1);

            public Value {
                if (!Float.isFinite(mean) || !Float.isFinite(deviation) || deviation <= 0) {
                    throw new IllegalArgumentException(
                            "target: mean must be finite and deviation positive, not " + mean + " and " + deviation);
                }
            }
        }
    }

    private static void require(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(field + " must be between " + least + " and " + most + ", not " + value);
        }
    }
}
