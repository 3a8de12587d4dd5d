package dev.modelyard.api.prediction;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The memory that answers take on their way to callers, all together: an eighth of the heap, since each is copied on its way. What would
 * be more is refused while it arrives.
 */
@ApplicationScoped
class AnswerRoom {
    private static final int PART_OF_HEAP = 8;
    private static final Duration COME_BACK = Duration.ofSeconds(1);

    private final CurrentVertxRequest request;
    private final Room room;

    AnswerRoom(CurrentVertxRequest request, PredictionConfig config) {
        long all = Runtime.getRuntime().maxMemory() / PART_OF_HEAP;
        this.request = request;
        this.room = new Room(all, Math.min(all, config.largestBody().asLongValue()));
    }

    /** Room for one answer to the current request, given back when that has ended; called on the request's thread. */
    Share share() {
        Share share = room.share();
        @Nullable RoutingContext context = request.getCurrent();
        if (context == null) {
            share.end();
        } else {
            context.addEndHandler(_ -> share.end());
        }
        return share;
    }

    /** The bytes there are for all answers, and for one of them. */
    static final class Room {
        private final long all;
        private final long largest;
        private final AtomicLong taken = new AtomicLong();

        Room(long all, long largest) {
            this.all = all;
            this.largest = largest;
        }

        Share share() {
            return new Share(this);
        }
    }

    /** What one answer takes. Safe for use by several threads. */
    static final class Share {
        private final Room room;
        private long arrived;
        private long held;
        private boolean ended;

        private Share(Room room) {
            this.room = room;
        }

        /**
         * So much more of the answer has arrived.
         *
         * @throws ProblemException 413 if it is too large by itself, 429 if there is no room for it beside others
         */
        synchronized void grow(long bytes) {
            arrived += bytes;
            if (arrived > room.largest) {
                throw new ProblemException(
                        ErrorCode.TOO_LARGE,
                        "The answer is larger than %d bytes; ask for less at a time.".formatted(room.largest));
            }
            if (room.taken.addAndGet(bytes) > room.all) {
                room.taken.addAndGet(-bytes);
                throw new ProblemException(Failure.of(
                                ErrorCode.TOO_MANY_REQUESTS,
                                "The answers that are on their way take all the memory there is for them; try again in a moment.")
                        .retryAfter(COME_BACK));
            }
            held += bytes;
            if (ended) {
                end();
            }
        }

        /** Nobody holds it any more. */
        synchronized void end() {
            ended = true;
            room.taken.addAndGet(-held);
            held = 0;
        }
    }
}
