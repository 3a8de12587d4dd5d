package dev.modelyard.servicekit.paging;

import dev.modelyard.servicekit.problem.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which page a caller wants: {@code ?limit=50&cursor=…}. */
public record PageRequest(int limit, Optional<Cursor> cursor) {
    public static final int DEFAULT_LIMIT = 50;
    public static final int LARGEST_LIMIT = 200;

    /**
     * Reads the two query parameters as they came.
     *
     * @throws ProblemException 400 if the limit is not a number from 1 to 200, or the cursor is none
     */
    public static PageRequest of(@Nullable String limit, @Nullable String cursor) {
        return new PageRequest(
                limit == null || limit.isEmpty() ? DEFAULT_LIMIT : limit(limit),
                Optional.ofNullable(cursor).filter(text -> !text.isEmpty()).map(Cursor::decode));
    }

    /** What a Store asks the database for: one more than the page holds tells whether there is a next page. */
    public int fetch() {
        return limit + 1;
    }

    private static int limit(String text) {
        boolean number = text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int limit = number ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > LARGEST_LIMIT) {
            throw ProblemException.invalidField("limit", "must be a whole number from 1 to " + LARGEST_LIMIT);
        }
        return limit;
    }
}
