package dev.modelyard.contracts.artifact;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.stream.Stream;

/** The arithmetic of predictions. A version can be served in those whose file it has. */
public enum ServingPrecision {
    /** As it was trained. */
    FP32(ModelFiles.ONNX),
    /** Linear layers over sequences in eight bits: quicker and smaller, and answers differ in the second or third digit. */
    INT8(ModelFiles.ONNX_INT8);

    private final String file;

    ServingPrecision(String file) {
        this.file = file;
    }

    /** The network in that arithmetic, among the files of a version. */
    public String file() {
        return file;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant of that wire name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static ServingPrecision of(String wireName) {
        return Stream.of(values())
                .filter(precision -> precision.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it is one of fp32 and int8"));
    }
}
