package dev.modelyard.auth.client;

import jakarta.validation.constraints.NotNull;
import java.time.Instant;

/** The body of {@code POST /v1/clients/{secret_id}/expire}. */
record ExpiryRequest(@NotNull Instant at) {}
