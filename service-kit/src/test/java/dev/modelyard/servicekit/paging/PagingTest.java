package dev.modelyard.servicekit.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.problem.ProblemException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {

    @Test
    void walksAListToItsEnd() {
        List<Integer> all = IntStream.range(0, 5).boxed().toList();
        PageRequest first = PageRequest.of("2", null);

        Page<Integer> page = Page.of(all.subList(0, first.fetch()), first, Cursor::of);
        PageRequest second = PageRequest.of("3", page.next().orElseThrow());
        Page<Integer> rest = Page.of(all.subList(2, 5), second, Cursor::of);

        assertThat(page.items()).containsExactly(0, 1);
        assertThat(second.cursor().orElseThrow().number(0)).isEqualTo(1);
        assertThat(rest.items()).containsExactly(2, 3, 4);
        assertThat(rest.next()).isEmpty();
    }

    @Test
    void cursorsKeepTimesAndTexts() {
        Instant at = Instant.parse("2026-01-31T08:00:00.123456Z");

        Cursor cursor = Cursor.decode(Cursor.of(at, "sid_ä").encode());

        assertThat(cursor.time(0)).isEqualTo(at);
        assertThat(cursor.text(1)).isEqualTo("sid_ä");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "-1", "abc", "1.5", "99999999999999999999", " "})
    void refusesLimitsOutOfRange(String limit) {
        refused(() -> PageRequest.of(limit, null), "limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "abc", "e30", "W251bGxd", "bnVsbA", "WzEsWzJdXQ", "=="})
    void refusesCursorsThatWereTamperedWith(String cursor) {
        refused(() -> PageRequest.of(null, cursor), "cursor");
    }

    @Test
    void refusesCursorsOfAnotherList() {
        String other =
                Base64.getUrlEncoder().encodeToString("[\"x\"]".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        refused(() -> Cursor.decode(other).time(0), "cursor");
        refused(() -> Cursor.decode(other).number(0), "cursor");
        refused(() -> Cursor.decode(other).text(1), "cursor");
        refused(() -> Cursor.decode("A".repeat(5000)), "cursor");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String field) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_FIELD);
            assertThat(problem.failure().errors().getFirst().field()).isEqualTo(field);
        });
    }
}
