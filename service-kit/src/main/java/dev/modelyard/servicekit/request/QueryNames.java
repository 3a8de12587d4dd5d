package dev.modelyard.servicekit.request;

import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses a request of {@code /v1} whose query has a parameter that its method does not know, so that a typing error is never lost
 * silently. Other paths follow documents of others, which may be more patient.
 */
@Singleton
public class QueryNames {
    private static final String OURS = "/v1/";

    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    /** @throws ProblemException 400 that names the parameter */
    @ServerRequestFilter
    public void check(ResourceInfo resource, UriInfo uri) {
        if (!uri.getRequestUri().getRawPath().startsWith(OURS)
                || uri.getQueryParameters().isEmpty()) {
            return;
        }
        Set<String> names = known.computeIfAbsent(resource.getResourceMethod(), QueryNames::of);
        uri.getQueryParameters().forEach((name, values) -> {
            if (!names.contains(name)) {
                throw ProblemException.invalidField(name, "is not a parameter of this request");
            }
            if (values.size() > 1) {
                throw ProblemException.invalidField(name, "is given more than once");
            }
        });
    }

    private static Set<String> of(Method method) {
        return Arrays.stream(method.getParameters())
                .flatMap(parameter -> Optional.ofNullable(parameter.getAnnotation(RestQuery.class))
                        .map(query -> query.value().isEmpty() ? parameter.getName() : query.value())
                        .stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
