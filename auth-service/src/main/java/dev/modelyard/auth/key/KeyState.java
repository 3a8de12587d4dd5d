package dev.modelyard.auth.key;

/** What a signing key is used for. */
public enum KeyState {
    /** Signs new tokens; there is one. */
    SIGNING,
    /** Signs nothing any more, but its tokens hold. */
    PUBLISHED,
    /** Its tokens have expired. */
    RETIRED
}
