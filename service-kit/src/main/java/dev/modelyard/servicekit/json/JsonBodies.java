package dev.modelyard.servicekit.json;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.problem.ProblemException;
import dev.modelyard.servicekit.request.RequestConfig;
import dev.modelyard.servicekit.upload.LimitedInputStream;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Refuses a JSON body that is larger than the limit, before it is parsed, and one that is missing. */
@Provider
@ApplicationScoped
@ConstrainedTo(RuntimeType.SERVER)
public class JsonBodies implements ReaderInterceptor {
    private final long limit;

    JsonBodies(RequestConfig config) {
        limit = config.jsonLimit().asLongValue();
    }

    @Override
    public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (!isJson(context.getMediaType()) || InputStream.class.isAssignableFrom(context.getType())) {
            return context.proceed();
        }
        context.setInputStream(new LimitedInputStream(context.getInputStream(), limit));
        Object body = context.proceed();
        if (body == null) {
            throw new ProblemException(ErrorCode.MALFORMED_REQUEST, "This request needs a JSON body.");
        }
        return body;
    }

    private static boolean isJson(@Nullable MediaType type) {
        if (type == null) {
            return false;
        }
        String subtype = type.getSubtype().toLowerCase(Locale.ROOT);
        return subtype.equals("json") || subtype.endsWith("+json");
    }
}
