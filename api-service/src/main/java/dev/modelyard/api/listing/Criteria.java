package dev.modelyard.api.listing;

import dev.modelyard.servicekit.paging.Cursor;
import dev.modelyard.servicekit.paging.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.query.CommonQueryContract;

/** The conditions of a list, for HQL and SQL alike; what the caller did not ask for adds nothing to the statement. */
public final class Criteria {
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    /** Adds a condition over the parameter of that name, if there is a value for it. */
    public Criteria and(String condition, String parameter, Optional<?> value) {
        value.ifPresent(present -> {
            conditions.add(condition);
            parameters.put(parameter, present);
        });
        return this;
    }

    /** Adds a condition that has no parameter, if there is one. */
    public Criteria and(Optional<String> condition) {
        condition.ifPresent(conditions::add);
        return this;
    }

    /** Only what comes after the cursor of a list ordered by these two columns, both falling. */
    public Criteria after(PageRequest page, String createdAt, String id) {
        page.cursor().ifPresent(cursor -> {
            conditions.add("(%1$s < :cursor_at or (%1$s = :cursor_at and %2$s < :cursor_id))".formatted(createdAt, id));
            parameters.put("cursor_at", cursor.time(0));
            parameters.put("cursor_id", cursor.text(1));
        });
        return this;
    }

    /** The cursor that {@link #after} reads. */
    public static Cursor cursor(Instant createdAt, String id) {
        return Cursor.of(createdAt, id);
    }

    /** The {@code where} clause, or nothing. */
    public String where() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    /** Gives the statement its parameters. */
    public <Q extends CommonQueryContract> Q bind(Q query) {
        parameters.forEach(query::setParameter);
        return query;
    }
}
