package dev.modelyard.auth.token;

import java.util.Optional;

/** A request for a token that is answered with an error of RFC 6749 §5.2. */
final class TokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The body. */
    record Body(String error, String errorDescription) {}

    private final int status;
    private final String error;
    private final String description;

    TokenException(int status, String error, String description) {
        super(error + ": " + description);
        this.status = status;
        this.error = error;
        this.description = description;
    }

    static TokenException invalidRequest(String description) {
        return new TokenException(400, "invalid_request", description);
    }

    static TokenException invalidClient(String description) {
        return new TokenException(401, "invalid_client", description);
    }

    int status() {
        return status;
    }

    Body body() {
        return new Body(error, description);
    }

    /** A client that is refused is told how to authenticate. */
    Optional<String> challenge() {
        return status == 401 ? Optional.of("Basic realm=\"modelyard\"") : Optional.empty();
    }
}
