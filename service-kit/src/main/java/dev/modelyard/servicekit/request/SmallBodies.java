package dev.modelyard.servicekit.request;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Takes small bodies in on the event loop, as they arrive, before a thread is given to their request: one that would read them
 * itself would wait for the event loop once more, which is most of what a small call costs. Forms and bodies of unknown length are
 * left to their readers.
 */
@Singleton
class SmallBodies {
    private static final int LARGEST = 64 * 1024;
    /** Who may not call shall not make us wait for a body, where a service knows that so early. */
    private static final int AFTER_AUTHENTICATION = 50;

    private static final Pattern LENGTH = Pattern.compile("\\d{1,9}");
    private static final Pattern FORM = Pattern.compile("(?i)\\s*(multipart/|application/x-www-form-urlencoded).*");
    private static final String LATE = SmallBodies.class.getName() + ".late";

    private final RequestConfig config;

    SmallBodies(RequestConfig config) {
        this.config = config;
    }

    void register(@Observes Filters filters) {
        filters.register(this::take, AFTER_AUTHENTICATION);
    }

    /** Whether all of a body is here. */
    static boolean isHere(RoutingContext context) {
        return context.body().buffer() != null && !isLate(context);
    }

    /** Whether a body has come too slowly to be waited for. */
    static boolean isLate(RoutingContext context) {
        return context.get(LATE) != null;
    }

    private void take(RoutingContext context) {
        HttpServerRequest request = context.request();
        int length = length(request);
        if (length <= 0 || length > LARGEST || isForm(request) || request.getHeader(HttpHeaders.EXPECT) != null) {
            context.next();
        } else {
            new Arrival(context, length).await();
        }
    }

    /** In bytes; zero where it is not told. */
    private static int length(HttpServerRequest request) {
        String told = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return told != null && LENGTH.matcher(told).matches() ? Integer.parseInt(told) : 0;
    }

    private static boolean isForm(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && FORM.matcher(type).matches();
    }

    /** A body on its way. On the event loop of its connection. */
    private final class Arrival {
        private final RoutingContext context;
        private final Buffer body;
        private final long begin = System.nanoTime();
        private long timer;
        private boolean over;

        Arrival(RoutingContext context, int length) {
            this.context = context;
            this.body = Buffer.buffer(length);
        }

        void await() {
            wait(config.bodyPatience());
            context.request()
                    .handler(body::appendBuffer)
                    .endHandler(_ -> goOn())
                    .exceptionHandler(_ -> end())
                    .resume();
        }

        private void wait(Duration time) {
            timer = context.vertx().setTimer(Math.max(1, time.toMillis()), _ -> look());
        }

        /** What has come buys time. */
        private void look() {
            Duration left = config.bodyPatience()
                    .plusMillis(1000L * body.length() / config.slowestBody().asLongValue())
                    .minusNanos(System.nanoTime() - begin);
            if (left.isPositive()) {
                wait(left);
            } else {
                context.put(LATE, true);
                goOn();
            }
        }

        private void goOn() {
            if (end()) {
                ((RoutingContextInternal) context).setBody(body);
                context.next();
            }
        }

        /** Of a caller who has hung up there is nobody to answer. */
        private boolean end() {
            boolean first = !over;
            over = true;
            context.vertx().cancelTimer(timer);
            return first;
        }
    }
}
