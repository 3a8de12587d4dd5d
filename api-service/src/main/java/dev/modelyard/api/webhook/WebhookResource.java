package dev.modelyard.api.webhook;

import dev.modelyard.api.listing.OwnerScope;
import dev.modelyard.api.listing.QueryValues;
import dev.modelyard.contracts.id.WebhookId;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.identity.CurrentCaller;
import dev.modelyard.servicekit.paging.Page;
import dev.modelyard.servicekit.paging.PageRequest;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/webhooks}. */
@Path("/v1/webhooks")
@Tag(name = "Webhooks", description = "Addresses that are told when jobs have ended")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class WebhookResource {
    private final WebhookService webhooks;
    private final DeliveryService deliveries;
    private final CurrentCaller caller;

    WebhookResource(WebhookService webhooks, DeliveryService deliveries, CurrentCaller caller) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createWebhook",
            summary = "Create a webhook",
            description =
                    "From now on the address is told of each job of the caller that ends. The answer holds the secret"
                            + " that messages are signed with; it is not shown again.")
    @APIResponse(responseCode = "201", description = "The webhook with its secret")
    @APIResponse(responseCode = "403", description = "forbidden: this installation sends no webhooks")
    @APIResponse(responseCode = "409", description = "conflict: the owner has as many as may be")
    @APIResponse(responseCode = "422", description = "host_not_allowed: the operator has not allowed the host")
    public RestResponse<Webhook> create(
            @RequestBody(
                            content =
                                    @Content(
                                            examples =
                                                    @ExampleObject(
                                                            name = "trainings",
                                                            value =
                                                                    "{\"url\":\"https://hooks.example.com/modelyard\",\"kinds\":[\"train\"]}")))
                    @Valid
                    CreateWebhook request) {
        Webhook made = webhooks.create(caller.get().owner(), request);
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, made)
                .header(HttpHeaders.LOCATION, "/v1/webhooks/" + made.id())
                .build();
    }

    @GET
    @Operation(operationId = "listWebhooks", summary = "List webhooks, newest first")
    public Page<Webhook> list(
            @RestQuery @Parameter(description = "for admins: all, or an owner") @Nullable String owner,
            @RestQuery @Parameter(description = "1 to 200", example = "50") @Nullable String limit,
            @RestQuery @Nullable String cursor) {
        Caller who = caller.get();
        return webhooks.list(OwnerScope.of(who, owner), PageRequest.of(limit, cursor));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "readWebhook", summary = "Read a webhook, and how its last deliveries went")
    @APIResponse(responseCode = "404", description = "not_found: no such webhook")
    public Webhook read(@PathParam("id") WebhookId id) {
        return webhooks.get(caller.get(), id);
    }

    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "changeWebhook",
            summary = "Change a webhook, disable it, or enable it again",
            description = "What is absent stays. Disabling it fails what is on its way to it.")
    @APIResponse(responseCode = "404", description = "not_found: no such webhook")
    @APIResponse(responseCode = "422", description = "host_not_allowed: the operator has not allowed the host")
    public Webhook change(@PathParam("id") WebhookId id, @Valid ChangeWebhook request) {
        return webhooks.change(caller.get(), id, request);
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteWebhook", summary = "Delete a webhook with all its deliveries")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "not_found: no such webhook")
    public void delete(@PathParam("id") WebhookId id) {
        webhooks.delete(caller.get(), id);
    }

    @POST
    @Path("/{id}/rotate")
    @Operation(
            operationId = "rotateWebhookSecret",
            summary = "Give a webhook a new secret",
            description =
                    "The answer shows it. Until previous_secret_until messages carry a signature by each of the two.")
    @APIResponse(responseCode = "403", description = "forbidden: this installation sends no webhooks")
    @APIResponse(responseCode = "404", description = "not_found: no such webhook")
    public Webhook rotate(@PathParam("id") WebhookId id) {
        return webhooks.rotate(caller.get(), id);
    }

    @POST
    @Path("/{id}/test")
    @ResponseStatus(202)
    @Operation(operationId = "testWebhook", summary = "Send a message of type webhook.test, once")
    @APIResponse(responseCode = "202", description = "The delivery; listing deliveries tells what came of it")
    @APIResponse(responseCode = "404", description = "not_found: no such webhook")
    @APIResponse(responseCode = "409", description = "conflict: it is disabled, or a test is on its way")
    public Delivery test(@PathParam("id") WebhookId id) {
        return deliveries.test(caller.get(), id);
    }

    @GET
    @Path("/{id}/deliveries")
    @Operation(operationId = "listWebhookDeliveries", summary = "List what was or is to be sent, newest first")
    @APIResponse(responseCode = "404", description = "not_found: no such webhook")
    public Page<Delivery> deliveries(
            @PathParam("id") WebhookId id,
            @RestQuery @Parameter(description = "only those in this state", example = "failed") @Nullable String state,
            @RestQuery @Parameter(description = "1 to 200", example = "50") @Nullable String limit,
            @RestQuery @Nullable String cursor) {
        return deliveries.list(
                caller.get(), id, QueryValues.read("state", state, DeliveryState::of), PageRequest.of(limit, cursor));
    }
}
