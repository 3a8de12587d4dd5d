package dev.modelyard.api.facade.gts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modelyard.servicekit.request.RequestConfig;
import dev.modelyard.servicekit.upload.LimitedInputStream;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads bodies, whatever their {@code Content-Type} says: the original's clients do not always say that it is JSON. */
@ApplicationScoped
class BodyReader {
    private final ObjectMapper mapper;
    private final long limit;

    BodyReader(RequestConfig config) {
        limit = config.jsonLimit().asLongValue();
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(config.jsonDepth())
                        .maxStringLength((int) Math.min(limit, Integer.MAX_VALUE - 8))
                        .maxTokenCount(config.jsonTokens())
                        .build())
                .build();
        mapper = new ObjectMapper(factory).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /**
     * Reads a body that must be an object.
     *
     * @throws UnprocessableBodyException if it is not
     * @throws dev.modelyard.servicekit.problem.ProblemException 413 if it is too large, 408 if it comes too slowly
     */
    BodyFields read(InputStream body) throws IOException {
        JsonNode tree = parse(body);
        if (tree == null || tree.isMissingNode()) {
            throw refused(BodyFault.missing("body"));
        }
        if (!tree.isObject()) {
            throw refused(new BodyFault(List.of("body"), "value is not a valid dict", "type_error.dict"));
        }
        return new BodyFields(tree);
    }

    private @Nullable JsonNode parse(InputStream body) throws IOException {
        try {
            return mapper.readTree(new LimitedInputStream(body, limit));
        } catch (JsonProcessingException e) {
            throw refused(new BodyFault(
                    List.of("body", place(e.getLocation())), "the body is not JSON", "value_error.jsondecode"));
        }
    }

    private static long place(@Nullable JsonLocation location) {
        return location == null ? 0 : Math.max(0, Math.max(location.getCharOffset(), location.getByteOffset()));
    }

    private static UnprocessableBodyException refused(BodyFault fault) {
        return new UnprocessableBodyException(List.of(fault));
    }
}
