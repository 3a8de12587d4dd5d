package dev.modelyard.servicekit.paging;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param next asks for the following page; absent on the last
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Makes a page of up to {@link PageRequest#fetch()} rows.
     *
     * @param cursor the sort keys of an item
     */
    public static <T> Page<T> of(List<T> rows, PageRequest request, Function<? super T, Cursor> cursor) {
        if (rows.size() <= request.limit()) {
            return new Page<>(rows, Optional.empty());
        }
        List<T> items = rows.subList(0, request.limit());
        return new Page<>(items, Optional.of(cursor.apply(items.getLast()).encode()));
    }

    public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
        return new Page<>(items.stream().<R>map(mapping).toList(), next);
    }
}
