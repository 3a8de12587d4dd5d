package dev.modelyard.auth.client;

/** A client that was just created. Its key exists in clear here and nowhere else. */
public record NewClient(Client client, String secretKey) {
    @Override
    public String toString() {
        return "NewClient[" + client + "]";
    }
}
