package dev.modelyard.api.facade.gts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with a body, as pydantic 1 words it.
 *
 * @param loc the way to it: {@code body}, then names and places
 */
record BodyFault(List<Object> loc, String msg, String type) {
    BodyFault {
        loc = List.copyOf(loc);
    }

    static BodyFault missing(String... way) {
        return new BodyFault(List.of((Object[]) way), "field required", "value_error.missing");
    }

    /** As the wire has it. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("loc", loc);
        fields.put("msg", msg);
        fields.put("type", type);
        return fields;
    }
}
