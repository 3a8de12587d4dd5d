package dev.modelyard.auth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.auth.key.Configs;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private final Secrets secrets = new Secrets(Configs.pepper("p".repeat(32)));

    @Test
    void keysHave256RandomBits() {
        assertThat(secrets.freshKey()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(secrets.freshKey());
        assertThat(secrets.freshId()).matches("sid_[a-z2-7]{26}").isNotEqualTo(secrets.freshId());
    }

    @Test
    void eachOfTwoLiveKeysMatchesAndNoOther() {
        List<byte[]> hashes = List.of(secrets.hash("sid_a", "old"), secrets.hash("sid_a", "new"));

        assertThat(secrets.matches("sid_a", "old", hashes)).isTrue();
        assertThat(secrets.matches("sid_a", "new", hashes)).isTrue();
        assertThat(secrets.matches("sid_a", "other", hashes)).isFalse();
        assertThat(secrets.matches("sid_b", "old", hashes)).isFalse();
        assertThat(secrets.matches("sid_a", "old", List.of())).isFalse();
    }

    @Test
    void hashesDependOnThePepper() {
        Secrets others = new Secrets(Configs.pepper("q".repeat(32)));

        assertThat(HexFormat.of().formatHex(others.hash("sid_a", "key")))
                .isNotEqualTo(HexFormat.of().formatHex(secrets.hash("sid_a", "key")));
    }
}
