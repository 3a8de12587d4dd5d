package dev.modelyard.api.network;

import dev.modelyard.api.listing.QueryValues;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.servicekit.paging.Page;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /v1/networks}. */
@Path("/v1/networks")
@Tag(name = "Networks", description = "What can be trained")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class NetworkResource {
    private final NetworkService networks;

    NetworkResource(NetworkService networks) {
        this.networks = networks;
    }

    @GET
    @Operation(operationId = "listNetworks", summary = "List the networks, with their size for middling data")
    public Page<NetworkDescription> list(
            @RestQuery @Parameter(description = "only those for this task", example = "image-classification")
                    Optional<String> task) {
        Optional<Task> wanted = task.map(name -> Task.named(name)
                .orElseThrow(() -> ProblemException.invalidField("task", "is not a task; GET /v1/tasks lists them")));
        return new Page<>(networks.list(wanted), Optional.empty());
    }

    @GET
    @Path("/{name}")
    @Operation(
            operationId = "readNetwork",
            summary = "Read a network, with its size for your data",
            description = "Which of the query parameters count is said by the network's options.")
    @APIResponse(responseCode = "404", description = "not_found: no network of that name")
    public NetworkDescription read(
            @PathParam("name") @Parameter(example = "resnet18-compact") String name,
            @RestQuery @Parameter(example = "10") @Nullable String classes,
            @RestQuery @Parameter(example = "28") @Nullable String height,
            @RestQuery @Parameter(example = "28") @Nullable String width,
            @RestQuery @Parameter(example = "3") @Nullable String channels,
            @RestQuery @Parameter(example = "13") @Nullable String columns,
            @RestQuery @Parameter(example = "50000") @Nullable String vocabulary) {
        return networks.describe(
                name,
                new NetworkOptions(
                        number("classes", classes),
                        number("height", height),
                        number("width", width),
                        number("channels", channels),
                        number("columns", columns),
                        number("vocabulary", vocabulary)));
    }

    private static Optional<Integer> number(String name, @Nullable String text) {
        return QueryValues.read(name, text, Integer::valueOf);
    }
}
