package dev.modelyard.auth.key;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret of this installation, from which a key is derived for each purpose. */
@Startup(Pepper.BEFORE_ALL_ELSE)
@Singleton
public class Pepper {
    static final int BEFORE_ALL_ELSE = 1;

    private static final String HMAC = "HmacSHA256";
    private static final int SHORTEST = 32;

    private final SecretKeySpec root;

    Pepper(ProviderConfig config) {
        String pepper = config.pepper().orElse("");
        if (pepper.length() < SHORTEST) {
            throw new ConfigurationException("MODELYARD_PEPPER must hold at least " + SHORTEST
                    + " characters: secrets are hashed and signing keys are sealed with it.");
        }
        root = new SecretKeySpec(pepper.getBytes(StandardCharsets.UTF_8), HMAC);
    }

    /** 256 bits that only this purpose has. */
    public byte[] derive(String purpose) {
        return mac(root, purpose.getBytes(StandardCharsets.UTF_8));
    }

    /** HMAC-SHA-256. */
    public static byte[] mac(SecretKeySpec key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    /** A key of {@link #mac}. */
    public static SecretKeySpec macKey(byte[] bytes) {
        return new SecretKeySpec(bytes, HMAC);
    }
}
