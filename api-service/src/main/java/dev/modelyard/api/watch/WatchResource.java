package dev.modelyard.api.watch;

import dev.modelyard.api.job.JobLogService;
import dev.modelyard.api.listing.QueryValues;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.servicekit.identity.CurrentCaller;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /v1/jobs/{id}/events} and {@code /v1/jobs/{id}/log}. */
@Path("/v1/jobs/{id}")
@Tag(name = "Jobs")
@Authenticated
@RunOnVirtualThread
public class WatchResource {
    private static final String PLAIN = MediaType.TEXT_PLAIN + ";charset=utf-8";

    private final WatchService watches;
    private final JobLogService logs;
    private final CurrentCaller caller;

    WatchResource(WatchService watches, JobLogService logs, CurrentCaller caller) {
        this.watches = watches;
        this.logs = logs;
        this.caller = caller;
    }

    // The type is set by hand: a method that declares text/event-stream is given a sink that does not hold its writer
    // back.
    @GET
    @Path("/events")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "watchJob",
            summary = "Server-sent events: the job as it is, then each change until it has ended")
    @APIResponse(responseCode = "200", description = "text/event-stream: job, state, progress, checkpoint, gone")
    @APIResponse(responseCode = "204", description = "Nothing comes after Last-Event-ID: the job has ended")
    @APIResponse(responseCode = "400", description = "invalid_field: no event of this job has that id")
    @APIResponse(responseCode = "404", description = "not_found: no such job")
    @APIResponse(responseCode = "429", description = "too_many_requests: too many streams are open")
    public Response events(
            @PathParam("id") JobId id,
            @HeaderParam("Last-Event-ID")
                    @Parameter(
                            description = "go on after this event instead of with the job as it is; 0: from the first")
                    @Nullable
                    String lastEventId,
            @Context RoutingContext exchange) {
        Optional<Long> after = QueryValues.read("Last-Event-ID", lastEventId, WatchResource::number);
        return watches.changes(caller.get(), caller.standing(), id, after)
                .map(stream -> {
                    exchange.addEndHandler(_ -> stream.close());
                    return streamed(stream::write, MediaType.SERVER_SENT_EVENTS);
                })
                .orElseGet(() -> Response.noContent().build());
    }

    @GET
    @Path("/log")
    @Produces(PLAIN)
    @Operation(operationId = "readJobLog", summary = "The log from a byte on, over all runs of the job")
    @APIResponse(responseCode = "404", description = "not_found: no such job")
    @APIResponse(responseCode = "429", description = "too_many_requests: too many streams are open")
    public Response log(
            @PathParam("id") JobId id,
            @RestQuery @Parameter(description = "the first byte wanted", example = "0") @Nullable String offset,
            @RestQuery @Parameter(description = "true: stay, and send what is added until the job has ended") @Nullable
                    String follow,
            @Context RoutingContext exchange) {
        long from = QueryValues.read("offset", offset, WatchResource::number).orElse(0L);
        if (QueryValues.read("follow", follow, WatchResource::truth).orElse(false)) {
            LogStream stream = watches.log(caller.get(), caller.standing(), id, from);
            exchange.addEndHandler(_ -> stream.close());
            return streamed(stream::write, PLAIN);
        }
        return Response.ok(logs.open(logs.runs(caller.get(), id), from), PLAIN).build();
    }

    private static Response streamed(StreamingOutput stream, String type) {
        return Response.ok(stream, type)
                .header("Cache-Control", "no-store")
                // nginx gathers answers unless it is told not to.
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private static long number(String text) {
        long number = Long.parseLong(text);
        if (number < 0) {
            throw new IllegalArgumentException("below 0");
        }
        return number;
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }
}
