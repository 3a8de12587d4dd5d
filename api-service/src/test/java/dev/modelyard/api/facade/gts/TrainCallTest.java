package dev.modelyard.api.facade.gts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCallTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            ,  ,  ,
            1, 1, ,
            3, 5, 3, 5
            5, 3, 3, 3
            1, 5, 1, 5
             , 1, , 1
            2, , 2,
            """)
    void oneEpochAtLeastAndAtMostIsNoWish(Long least, Long most, Integer leastDone, Integer mostDone) {
        GtsTraining.TrainingOrder order = call(Optional.ofNullable(least), Optional.ofNullable(most), Optional.empty())
                .order();

        assertThat(order.minEpochs()).isEqualTo(Optional.ofNullable(leastDone));
        assertThat(order.maxEpochs()).isEqualTo(Optional.ofNullable(mostDone));
    }

    @ParameterizedTest
    @CsvSource({"1, 8", "8, 8", "128, 128", "512, 512", "99999999999, 8192"})
    void textsAreCutAsNearToTheWishAsCanBe(long wished, int tokens) {
        assertThat(call(Optional.empty(), Optional.empty(), Optional.of(wished))
                        .order()
                        .maxTokens())
                .contains(tokens);
    }

    @Test
    void noLengthIsRefused() {
        assertThatExceptionOfType(GtsRefusalException.class)
                .isThrownBy(() -> call(Optional.empty(), Optional.empty(), Optional.of(0L))
                        .order());
    }

    private static TrainCall call(Optional<Long> least, Optional<Long> most, Optional<Long> length) {
        return new TrainCall("t", "a", "b", "c", "d", "", Optional.empty(), least, most, Optional.empty(), length, "");
    }
}
