package dev.modelyard.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One whkoad of dataset content. Text form: {@code whk_} and 26 characters of [a-z2-7]. */
public record WebhookId(@JsonValue String value) implements Id {
    private static final String PREFIX = "whk";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public WebhookId {
        IdText.require(PREFIX, value);
    }

    /** A new, unguessable id. */
    public static WebhookId fresh() {
        return new WebhookId(IdText.fresh(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
