package dev.modelyard.servicekit.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * How many wrong credentials are answered as such, by auth-service and by each service that exchanges Basic credentials for
 * its callers; further ones are answered 429. Right credentials are never held up.
 */
@ConfigMapping(prefix = "modelyard.tries")
public interface TryConfig {
    /** Wrong credentials with one secret_id from one address in {@code period}. */
    @WithDefault("10")
    int perClientAndAddress();

    /** Wrong credentials from one address in {@code period}, whatever the secret_id. */
    @WithDefault("200")
    int perAddress();

    /** Wrong credentials with one secret_id in {@code period}, wherever they come from. */
    @WithDefault("100")
    int perClient();

    /** The time in which used-up tries come back. */
    @WithDefault("1m")
    Duration period();
}
