package dev.modelyard.api.facade.gts;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Refusals as this API answers them. */
final class Refusals {
    private Refusals() {}

    static Response answer(GtsRefusalException refusal) {
        return json(GtsAnswer.OK, GtsAnswer.of(refusal).fields());
    }

    static Response answer(UnprocessableBodyException unprocessable) {
        return json(UnprocessableBodyException.STATUS, unprocessable.body());
    }

    private static Response json(int status, Object body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body)
                .build();
    }
}
