package dev.modelyard.auth.client;

/** A secret that was just made. Its key exists in clear here and nowhere else. */
public record NewSecret(ClientSecret secret, String secretKey) {
    @Override
    public String toString() {
        return "NewSecret[" + secret + "]";
    }
}
