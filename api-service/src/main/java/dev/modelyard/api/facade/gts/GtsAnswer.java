package dev.modelyard.api.facade.gts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The body of an answer. Code and task id have both spellings: the wire of the original has the one, its document sometimes the other. */
record GtsAnswer(Map<String, Object> fields) {
    static final int OK = 200;

    GtsAnswer {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    static GtsAnswer of(int code, String message) {
        return new GtsAnswer(Map.of())
                .with("ret_code", code)
                .with("retcode", code)
                .with("message", message);
    }

    static GtsAnswer ok(String message) {
        return of(OK, message);
    }

    static GtsAnswer of(GtsRefusalException refusal) {
        return of(refusal.code(), refusal.message()).with("detail", refusal.detail());
    }

    GtsAnswer about(String task) {
        return with("task_id", task).with("taskid", task);
    }

    /** The same with a field more. */
    GtsAnswer with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new GtsAnswer(more);
    }

    /** The same, with a field more if there is something to say. */
    GtsAnswer with(String name, Optional<?> value) {
        return value.map(found -> with(name, (Object) found)).orElse(this);
    }
}
