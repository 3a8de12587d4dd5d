package dev.modelyard.api.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.problem.ProblemException;
import org.junit.jupiter.api.Test;

class AnswerRoomTest {
    private final AnswerRoom.Room room = new AnswerRoom.Room(1000, 600);

    @Test
    void refusesWhatIsTooLargeByItselfAndGoesOnForOthers() {
        AnswerRoom.Share large = room.share();
        large.grow(600);

        assertThat(refused(large, 1)).isEqualTo(ErrorCode.TOO_LARGE);

        large.end();
        assertThatCode(() -> room.share().grow(600)).doesNotThrowAnyException();
    }

    @Test
    void refusesWhatHasNoPlaceBesideOthersUntilTheseHaveEnded() {
        AnswerRoom.Share first = room.share();
        first.grow(600);
        AnswerRoom.Share second = room.share();
        second.grow(400);

        assertThat(refused(second, 1)).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);

        first.end();
        assertThatCode(() -> second.grow(100)).doesNotThrowAnyException();
        second.end();
        second.end();
        AnswerRoom.Share third = room.share();
        third.grow(600);
        AnswerRoom.Share fourth = room.share();
        fourth.grow(400);
        assertThat(refused(fourth, 1)).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
    }

    @Test
    void whatArrivesAfterTheEndIsNotKept() {
        AnswerRoom.Share late = room.share();
        late.end();

        late.grow(500);

        room.share().grow(600);
        assertThatCode(() -> room.share().grow(400)).doesNotThrowAnyException();
    }

    private static ErrorCode refused(AnswerRoom.Share share, long bytes) {
        return catchThrowableOfType(ProblemException.class, () -> share.grow(bytes))
                .failure()
                .code();
    }
}
