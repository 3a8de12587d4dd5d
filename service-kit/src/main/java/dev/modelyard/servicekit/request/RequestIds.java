package dev.modelyard.servicekit.request;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Gives every request an id, the caller's own {@code X-Request-Id} if it is a plain word, that the answer repeats and that
 * stands before each line logged for it ({@code %X{request_id}}).
 */
@Singleton
class RequestIds {
    static final String HEADER = "X-Request-Id";
    private static final String LOG_KEY = "request_id";
    private static final int BEFORE_EVERYTHING = 1000;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    void register(@Observes Filters filters) {
        filters.register(RequestIds::identify, BEFORE_EVERYTHING);
    }

    private static void identify(RoutingContext context) {
        String id = idOf(context.request().getHeader(HEADER));
        MDC.put(LOG_KEY, id);
        context.response().putHeader(HEADER, id);
        context.next();
    }

    private static String idOf(@Nullable String given) {
        return given != null && PLAIN.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString().substring(0, 18);
    }
}
