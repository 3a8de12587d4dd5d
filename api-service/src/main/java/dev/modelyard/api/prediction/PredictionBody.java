package dev.modelyard.api.prediction;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The body of a prediction on its way through: a small one is kept and can be sent again, a large one is sent as it arrives. */
final class PredictionBody {
    private final String contentType;
    private final byte[] kept;
    private final InputStream rest;
    private final boolean whole;
    private final AtomicBoolean touched = new AtomicBoolean();

    private PredictionBody(String contentType, byte[] kept, InputStream rest, boolean whole) {
        this.contentType = contentType;
        this.kept = kept;
        this.rest = rest;
        this.whole = whole;
    }

    static PredictionBody read(String contentType, InputStream body, int keep) throws IOException {
        byte[] kept = body.readNBytes(keep + 1);
        return new PredictionBody(contentType, kept, body, kept.length <= keep);
    }

    /** JSON that is in memory. */
    static PredictionBody of(byte[] json) {
        return new PredictionBody("application/json", json, InputStream.nullInputStream(), true);
    }

    String contentType() {
        return contentType;
    }

    /** Whether nothing of it is lost: it is kept whole, or nobody has begun to send it. */
    boolean sendable() {
        return whole || !touched.get();
    }

    /** All of it, if it is kept. */
    Optional<byte[]> whole() {
        return whole ? Optional.of(kept) : Optional.empty();
    }

    BodyPublisher publisher() {
        return BodyPublishers.ofInputStream(() -> {
            touched.set(true);
            return new SequenceInputStream(new ByteArrayInputStream(kept), rest);
        });
    }
}
