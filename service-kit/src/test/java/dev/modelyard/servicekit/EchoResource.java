package dev.modelyard.servicekit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.identity.CurrentCaller;
import dev.modelyard.servicekit.problem.ProblemException;
import dev.modelyard.servicekit.upload.Upload;
import dev.modelyard.servicekit.upload.UploadGuard;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** A service small enough to show everything that the kit does to requests. */
@Path("/echo")
@RunOnVirtualThread
public class EchoResource {
    static final long UPLOAD_LIMIT = 1_000_000;

    enum Colour {
        RED,
        GREEN
    }

    record Detail(@Max(10) int size, Optional<Colour> colour) {}

    record Body(
            @NotBlank @Nullable String displayName,
            Optional<Instant> createdAt,
            List<@Valid Detail> details,
            Optional<Map<String, Double>> weights,
            Optional<Long> count,
            Optional<Boolean> loud,
            @Nullable JsonNode extra) {
        Body {
            details = details == null ? List.of() : details;
        }
    }

    private final CurrentCaller caller;

    EchoResource(CurrentCaller caller) {
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Body echo(@Valid Body body) {
        return body;
    }

    @GET
    @Path("number/{number}")
    public String number(@RestPath int number, @RestQuery Optional<@Max(9) Integer> other) {
        return number + " " + other.orElse(0);
    }

    @POST
    @Path("upload")
    @Consumes(MediaType.WILDCARD)
    public String upload(InputStream body, @Context HttpHeaders headers) throws IOException {
        Upload upload = UploadGuard.open(body, headers, "file", UPLOAD_LIMIT);
        return upload.fileName().orElse("-") + " " + upload.content().transferTo(OutputStream.nullOutputStream());
    }

    @GET
    @Path("me")
    @Authenticated
    public String me() {
        return caller.get().owner() + " " + caller.get().roles();
    }

    @GET
    @Path("token")
    @Authenticated
    public String token() {
        return caller.token().orElse("");
    }

    /** Open to callers without credentials. */
    @GET
    @Path("open/{whose}")
    @Authenticated
    public String open(@RestPath String whose) {
        return whose + " " + me() + (token().isEmpty() ? " without" : " with") + " a token";
    }

    @GET
    @Path("admin")
    @RolesAllowed("admin")
    public String admin() {
        return "yes";
    }

    @GET
    @Path("fail/{how}")
    public String fail(@RestPath String how) throws Exception {
        throw switch (how) {
            case "conflict" -> new ProblemException(ErrorCode.DATASET_IN_USE, "It is in use.");
            case "database" -> new SQLException("FATAL: /secret/path", "57P01");
            case "pool" -> new IllegalStateException("no connection", new SQLException("Sorry, acquisition timeout!"));
            default -> new IllegalStateException("dev.modelyard.Secret at /secret/path");
        };
    }
}
