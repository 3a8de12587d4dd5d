package dev.modelyard.servicekit.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How callers are recognised. The provider itself is named by {@code MODELYARD_AUTH_URL}. */
@ConfigMapping(prefix = "modelyard.identity")
public interface IdentityConfig {
    /** The issuer of tokens: any OpenID provider that offers discovery. Environment: MODELYARD_AUTH_URL. */
    @WithDefault("${modelyard.auth-url:http://127.0.0.1:8081}")
    String issuer();

    /** How many Basic credentials are remembered, each as a keyed hash, with the tokens they were exchanged for. */
    @WithDefault("10000")
    int rememberedCredentials();

    /** How many tokens that were verified are remembered until they expire. */
    @WithDefault("10000")
    int rememberedTokens();

    /** A token is exchanged anew this long before it expires. */
    @WithDefault("30s")
    Duration renewBefore();

    /** For how long credentials that the provider has refused are refused without asking again. */
    @WithDefault("3s")
    Duration rememberRefusal();

    /** How long the provider may take to answer. */
    @WithDefault("5s")
    Duration exchangeTimeout();
}
