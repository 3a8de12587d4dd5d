package dev.modelyard.api.facade.gts;

import dev.modelyard.servicekit.identity.CurrentCaller;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** {@code /gts/api/upfiles}: a form with a task's id and files, in whatever order. */
@Path("/gts/api/upfiles")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class GtsUploadResource {
    static final String NO_TASK = "task id不存在";

    private final UploadForms forms;
    private final CurrentCaller caller;

    GtsUploadResource(UploadForms forms, CurrentCaller caller) {
        this.forms = forms;
        this.caller = caller;
    }

    @POST
    @Operation(hidden = true)
    public Map<String, Object> upload(@Context HttpHeaders headers, InputStream body) throws IOException {
        forms.receive(caller.get(), headers, body);
        return GtsAnswer.ok("上传成功").fields();
    }

    @ServerExceptionMapper
    public Response refused(GtsRefusalException refusal) {
        return Refusals.answer(refusal);
    }

    @ServerExceptionMapper
    public Response unprocessable(UnprocessableBodyException unprocessable) {
        return Refusals.answer(unprocessable);
    }
}
