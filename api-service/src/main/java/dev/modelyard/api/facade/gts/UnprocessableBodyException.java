package dev.modelyard.api.facade.gts;

import java.util.List;
import java.util.Map;

/** A body that is not of the shape of its method: answered with HTTP 422 and what FastAPI says of it. */
final class UnprocessableBodyException extends RuntimeException {
    static final int STATUS = 422;

    private static final long serialVersionUID = 1L;

    private final transient List<BodyFault> faults;

    UnprocessableBodyException(List<BodyFault> faults) {
        super(String.valueOf(faults));
        this.faults = List.copyOf(faults);
    }

    /** The body of the answer. */
    Map<String, Object> body() {
        return Map.of("detail", faults.stream().map(BodyFault::fields).toList());
    }
}
