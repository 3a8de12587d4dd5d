package dev.modelyard.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The owner of a resource: the subject of the caller's token, a secret_id of ours or any provider's subject. */
public record OwnerId(@JsonValue String value) implements Id {
    private static final int LONGEST = 255;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public OwnerId {
        if (value.isBlank() || value.length() > LONGEST) {
            throw new IllegalArgumentException("an owner id has 1 to " + LONGEST + " characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
