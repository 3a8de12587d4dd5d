package dev.modelyard.modellibrary.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlignmentTest {
    @ParameterizedTest
    @CsvSource({
        "kitten,  sitting, 4, 3, 3",
        "abcdef,  abcdef,  6, 6, 0",
        "abc,     xyz,     0, 0, 3",
        "abcbdab, bdcaba,  4, 2, 5",
        "a,       bbbab,   1, 1, 4"
    })
    void measuresWhatTwoSequencesHaveInCommon(String first, String second, int subsequence, int substring, int edits) {
        List<String> one = List.of(first.split(""));
        List<String> other = List.of(second.split(""));

        assertThat(Alignment.subsequence(one, other)).isEqualTo(subsequence);
        assertThat(Alignment.substring(one, other)).isEqualTo(substring);
        assertThat(Alignment.edits(one, other)).isEqualTo(edits);
        assertThat(Alignment.edits(other, one)).isEqualTo(edits);
    }
}
