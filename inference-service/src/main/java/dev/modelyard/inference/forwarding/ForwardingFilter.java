package dev.modelyard.inference.forwarding;

import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.inference.deployment.DeploymentService;
import dev.modelyard.inference.placement.LiveReplicas;
import dev.modelyard.inference.prediction.PredictionConfig;
import dev.modelyard.servicekit.request.CallerWatch;
import dev.modelyard.servicekit.upload.LimitedInputStream;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Passes a call on if others serve its model and this replica does not; if none of them can be reached, this one steps in. Who may ask
 * is decided where it is answered: credentials are passed on as they are.
 */
final class ForwardingFilter {
    /** The path parameters that hold models. */
    private static final List<String> PARAMETERS = List.of("id", "name");

    /** The protocol's length of what is JSON in a body. */
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private static final List<String> REQUEST_HEADERS =
            List.of(HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE, HttpHeaders.ACCEPT, JSON_LENGTH);
    private static final List<String> RESPONSE_HEADERS =
            List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.RETRY_AFTER, HttpHeaders.WWW_AUTHENTICATE, JSON_LENGTH);

    private final DeploymentService deployments;
    private final Forwarder forwarder;
    private final LiveReplicas live;
    private final CallerWatch watch;
    private final PredictionConfig config;

    ForwardingFilter(
            DeploymentService deployments,
            Forwarder forwarder,
            LiveReplicas live,
            CallerWatch watch,
            PredictionConfig config) {
        this.deployments = deployments;
        this.live = live;
        this.watch = watch;
        this.forwarder = forwarder;
        this.config = config;
    }

    /** The answer of another replica; empty: this one answers. */
    @ServerRequestFilter
    Optional<Response> passOn(ContainerRequestContext request) throws IOException {
        Optional<ModelId> model = model(request);
        if (model.isEmpty()) {
            return Optional.empty();
        }
        if (request.getHeaderString(Forwarder.HOP) != null) {
            return Optional.of(model.get()).filter(deployments::isElsewhere).map(_ -> notHere());
        }
        List<URI> replicas = deployments.elsewhere(model.get());
        if (replicas.isEmpty()) {
            deployments.stepIn(model.get());
            return Optional.empty();
        }
        byte[] body = new LimitedInputStream(
                        request.getEntityStream(), config.multipartLimit().asLongValue())
                .readAllBytes();
        Forwarder.Passed passed = passed(request, body);
        Forwarder.Asked asked = watch.during(() -> forwarder.send(replicas, passed));
        if (asked.answer().isEmpty()) {
            // First, so that what is placed here now need not be loaded before it answers.
            deployments.stepIn(model.get());
            request.setEntityStream(new ByteArrayInputStream(body));
        }
        asked.unreachable().forEach(live::unreachable);
        return asked.answer().map(ForwardingFilter::response);
    }

    private static Response notHere() {
        return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .header(Forwarder.NOT_HERE, "1")
                .build();
    }

    private static Optional<ModelId> model(ContainerRequestContext request) {
        return PARAMETERS.stream()
                .flatMap(name -> Optional.ofNullable(
                        request.getUriInfo().getPathParameters().getFirst(name))
                        .stream())
                .findFirst()
                .flatMap(ForwardingFilter::id);
    }

    private static Optional<ModelId> id(String text) {
        try {
            return Optional.of(new ModelId(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the resource says what is wrong with it
        }
    }

    private static Forwarder.Passed passed(ContainerRequestContext request, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        REQUEST_HEADERS.forEach(name ->
                Optional.ofNullable(request.getHeaderString(name)).ifPresent(value -> headers.put(name, value)));
        URI uri = request.getUriInfo().getRequestUri();
        return new Forwarder.Passed(request.getMethod(), uri.getRawPath(), headers, body);
    }

    private static Response response(HttpResponse<byte[]> answer) {
        Response.ResponseBuilder response = Response.status(answer.statusCode()).entity(answer.body());
        RESPONSE_HEADERS.forEach(
                name -> answer.headers().firstValue(name).ifPresent(value -> response.header(name, value)));
        return response.build();
    }
}
