package dev.modelyard.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One dlvoad of dataset content. Text form: {@code dlv_} and 26 characters of [a-z2-7]. */
public record DeliveryId(@JsonValue String value) implements Id {
    private static final String PREFIX = "dlv";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DeliveryId {
        IdText.require(PREFIX, value);
    }

    /** A new, unguessable id. */
    public static DeliveryId fresh() {
        return new DeliveryId(IdText.fresh(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
