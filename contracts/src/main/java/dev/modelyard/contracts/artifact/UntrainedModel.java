package dev.modelyard.contracts.artifact;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.contracts.wire.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A model that was never trained. No file of it is stored: whoever serves it makes the same files of these words, since first
 * weights depend on the network and the seed only.
 *
 * @param network a name in the network catalogue
 * @param seed of the first weights
 * @param data stands for what a training would have learnt of its dataset
 */
public record UntrainedModel(String network, long seed, Data data) implements ModelSource {
    /** Its number among the versions of a model; trained ones count from 1. */
    public static final int VERSION = 0;

    /**
     * What the model is asked of, and what it says. A kind that its reader does not know makes the whole message malformed: nothing could
     * be served in its place.
     */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Pictures.class, name = "pictures"),
        @JsonSubTypes.Type(value = LabelledRows.class, name = "labelled-rows"),
        @JsonSubTypes.Type(value = ValuedRows.class, name = "valued-rows")
    })
    public sealed interface Data {
        Task task();

        /** In the order of their ids; empty for regression. */
        List<String> labels();
    }

    /**
     * Pictures, each of one class.
     *
     * @param inputSize pixels of either side, as the network sees them
     */
    public record Pictures(int inputSize, List<String> labels) implements Data {
        public Pictures {
            labels = List.copyOf(labels);
        }

        @Override
        public Task task() {
            return Task.IMAGE_CLASSIFICATION;
        }
    }

    /** Rows of numbers, each of one class. */
    public record LabelledRows(List<String> columns, List<String> labels) implements Data {
        public LabelledRows {
            columns = List.copyOf(columns);
            labels = List.copyOf(labels);
        }

        @Override
        public Task task() {
            return Task.TABULAR_CLASSIFICATION;
        }
    }

    /** Rows of numbers, each with a number of its own. */
    public record ValuedRows(List<String> columns) implements Data {
        public ValuedRows {
            columns = List.copyOf(columns);
        }

        @Override
        public Task task() {
            return Task.TABULAR_REGRESSION;
        }

        @Override
        public List<String> labels() {
            return List.of();
        }
    }

    @Override
    public String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Json.writeBytes(this)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
