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
        assertThat(secrets.freshName()).isNotEqualTo(secrets.freshName());
    }

    @Test
    void eachOfTwoLiveKeysMatchesAndNoOther() {
        List<byte[]> hashes = List.of(secrets.hash("sid_a", "old"), secrets.hash("sid_a", "new"));

        assertThat(secrets.find("sid_a", "old", hashes)).hasValue(0);
        assertThat(secrets.find("sid_a", "new", hashes)).hasValue(1);
        assertThat(secrets.find("sid_a", "other", hashes)).isEmpty();
        assertThat(secrets.find("sid_b", "old", hashes)).isEmpty();
        assertThat(secrets.find("sid_a", "old", List.of())).isEmpty();
    }

    @Test
    void hashesDependOnThePepper() {
        Secrets others = new Secrets(Configs.pepper("q".repeat(32)));

        assertThat(HexFormat.of().formatHex(others.hash("sid_a", "key")))
                .isNotEqualTo(HexFormat.of().formatHex(secrets.hash("sid_a", "key")));
    }
}
