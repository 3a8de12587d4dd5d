package dev.modelyard.contracts.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdTest {
    @Test
    void mintsDifferentIdsThatItAccepts() {
        Set<String> minted = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            minted.add(new JobId(JobId.fresh().value()).value());
        }
        assertThat(minted).hasSize(1000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "job_",
                "run_abcdefghijklmnopqrstuvwxyz",
                "job_ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                "job_../../../../../etc/passwd0",
                "job_abcdefghijklmnopqrstuvwxy",
                "job_abcdefghijklmnopqrstuvwxyzz"
            })
    void refusesWhatItDidNotMint(String text) {
        assertThatThrownBy(() -> new JobId(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
