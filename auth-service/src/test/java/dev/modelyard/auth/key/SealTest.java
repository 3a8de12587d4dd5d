package dev.modelyard.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SealTest {
    private static final byte[] CLEAR = {1, 2, 3, 4, 5};

    private final Seal seal = new Seal(Configs.pepper("p".repeat(32)));

    @Test
    void opensWhatItClosed() {
        byte[] sealed = seal.close("kid", CLEAR);

        assertThat(HexFormat.of().formatHex(sealed))
                .doesNotContain(HexFormat.of().formatHex(CLEAR));
        assertThat(seal.open("kid", sealed)).isEqualTo(CLEAR);
        assertThat(seal.close("kid", CLEAR)).isNotEqualTo(sealed);
    }

    @Test
    void staysClosedForAnotherPepperAnotherKeyOrAChangedText() {
        byte[] sealed = seal.close("kid", CLEAR);
        byte[] changed = sealed.clone();
        changed[changed.length - 1] ^= 1;

        assertThatThrownBy(() -> new Seal(Configs.pepper("q".repeat(32))).open("kid", sealed))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> seal.open("other", sealed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> seal.open("kid", changed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aMissingOrShortPepperIsRefusedInASentence() {
        assertThatThrownBy(() -> new Pepper(Configs.provider(Map.of())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("MODELYARD_PEPPER must hold at least 32 characters");
        assertThatThrownBy(() -> Configs.pepper("short")).isInstanceOf(ConfigurationException.class);
    }
}
