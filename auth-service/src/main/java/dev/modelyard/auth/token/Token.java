package dev.modelyard.auth.token;

/** The answer of the token endpoint (RFC 6749 §5.1). */
record Token(String accessToken, String tokenType, long expiresIn) {
    @Override
    public String toString() {
        return "Token[" + expiresIn + " s]";
    }
}
