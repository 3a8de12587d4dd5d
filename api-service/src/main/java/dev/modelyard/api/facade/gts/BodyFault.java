package dev.modelyard.api.facade.gts;

import java.util.List;

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
}
