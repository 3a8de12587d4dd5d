package dev.modelyard.api.prediction;

import dev.modelyard.servicekit.problem.ProblemException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** The body of an answer, for which there must be room while it arrives. */
final class CountedBody implements BodySubscriber<byte[]> {
    private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
    private final AnswerRoom.Share share;
    private @Nullable Subscription source;

    CountedBody(AnswerRoom.Share share) {
        this.share = share;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole.getBody();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        source = subscription;
        whole.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        try {
            share.grow(parts.stream().mapToLong(ByteBuffer::remaining).sum());
        } catch (ProblemException e) {
            if (source != null) {
                source.cancel();
            }
            whole.onError(e);
            return;
        }
        whole.onNext(parts);
    }

    @Override
    public void onError(Throwable failure) {
        whole.onError(failure);
    }

    @Override
    public void onComplete() {
        whole.onComplete();
    }
}
