package dev.modelyard.auth.key;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a signing key is used for. */
public enum KeyState {
    /** In the key set already, but signs nothing yet; there is at most one. */
    NEXT,
    /** Signs new tokens; there is one. */
    SIGNING,
    /** Signs nothing any more, but its tokens hold. */
    PUBLISHED,
    /** Its tokens have expired, or are dead because it was compromised. Its private half is erased. */
    RETIRED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
