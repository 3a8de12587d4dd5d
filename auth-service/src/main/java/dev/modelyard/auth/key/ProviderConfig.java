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

    /** How many failed tries with one secret_id from one address are answered before the rest have to wait. */
    @WithDefault("10")
    int triesPerClient();

    /** How many failed tries from one address, with whatever secret_id, are answered before the rest have to wait. */
    @WithDefault("200")
    int triesPerAddress();

    /** The time in which used-up tries come back. */
    @WithDefault("1m")
    Duration triesPeriod();
}
