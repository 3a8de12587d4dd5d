package dev.modelyard.inference.protocol;

import java.util.List;
import java.util.Optional;

/**
 * A request for inference, read.
 *
 * @param id that the answer repeats
 * @param outputs that are wanted; all if empty
 * @param binary whether outputs that do not say so are wanted as bytes
 */
record InferRequest(Optional<String> id, List<NamedTensor> inputs, List<WantedOutput> outputs, boolean binary) {
    InferRequest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** An output that is asked for by its name. */
    record WantedOutput(String name, Optional<Boolean> binary) {}
}
