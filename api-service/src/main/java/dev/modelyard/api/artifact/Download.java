package dev.modelyard.api.artifact;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Answers a file of an artifact. It never changes, so its hash is its entity tag and a caller that has it gets 304. */
public final class Download {
    private Download() {}

    public static Response of(ArtifactFile file, Request request) {
        EntityTag tag = new EntityTag(file.entry().sha256());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        if (unchanged != null) {
            close(file);
            return unchanged.build();
        }
        return Response.ok(file.content(), file.mediaType())
                .tag(tag)
                .header(HttpHeaders.CONTENT_LENGTH, file.entry().size())
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=31536000, immutable")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    private static void close(ArtifactFile file) {
        try {
            file.content().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
