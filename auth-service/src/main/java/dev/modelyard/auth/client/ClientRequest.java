package dev.modelyard.auth.client;

import dev.modelyard.servicekit.identity.Role;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Optional;

/** The body of {@code POST /v1/clients}. */
record ClientRequest(@NotBlank @Size(max = 200) String name, Optional<Role> role, Optional<Instant> expiresAt) {}
