package dev.modelyard.auth.key;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The OpenID provider. */
@ConfigMapping(prefix = "modelyard.provider")
public interface ProviderConfig {
    /** The address that the other services and callers reach this one by; it stands in every token. Environment: MODELYARD_AUTH_URL. */
    @WithDefault("${modelyard.auth-url:http://127.0.0.1:${quarkus.http.port}}")
    String issuer();

    /**
     * At least 32 characters that are kept nowhere but here; secrets are hashed and signing keys sealed with it. Must stay
     * the same as long as the database. Environment: MODELYARD_PEPPER.
     */
    @WithDefault("${modelyard.pepper:}")
    Optional<String> pepper();

    /** The secret_id of an admin to be created at the first start. Environment: MODELYARD_ADMIN_SECRET_ID. */
    @WithDefault("${modelyard.admin-secret-id:}")
    Optional<String> adminSecretId();

    /** The secret_key of that admin, at least 16 characters. Environment: MODELYARD_ADMIN_SECRET_KEY. */
    @WithDefault("${modelyard.admin-secret-key:}")
    Optional<String> adminSecretKey();

    /** For how long a token is valid. */
    @WithDefault("5m")
    Duration tokenLife();

    /** A signing key is replaced by a new one after this time; 0 leaves it to an admin. */
    @WithDefault("30d")
    Duration keyRotation();

    /** For how long a new key stands in the key set before it signs, so that whoever keeps a copy of the set has it by then. */
    @WithDefault("1m")
    Duration keyAhead();
}
