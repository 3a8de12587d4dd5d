package dev.modelyard.inference.prediction;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.inference.batching.Outcome;
import dev.modelyard.inference.batching.QueueFullException;
import dev.modelyard.inference.batching.QueueRetiredException;
import dev.modelyard.inference.deployment.ServedVersion;
import dev.modelyard.inference.deployment.Serving;
import dev.modelyard.inference.residency.UnloadableException;
import dev.modelyard.modellibrary.picture.PictureDecoder;
import dev.modelyard.modellibrary.preprocessing.ImagePixels;
import dev.modelyard.modellibrary.sample.ImageSample;
import dev.modelyard.modellibrary.sample.InvalidSampleException;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Answers predictions: finds the version that serves, reads the inputs, has them computed, and words the answer. */
@ApplicationScoped
public class PredictionService {
    /** Of a call. */
    public static final int MOST_INPUTS = 256;

    private static final int DEFAULT_TOP = 5;

    private final ServedModels models;
    private final PredictionConfig config;

    PredictionService(ServedModels models, PredictionConfig config) {
        this.models = models;
        this.config = config;
    }

    /** Predicts inputs in JSON. */
    PredictionAnswer predict(Caller caller, ModelId model, PredictionRequest request) {
        List<JsonNode> inputs = Optional.ofNullable(request.inputs()).orElse(List.of());
        int top = top(request.topK());
        requireCount("inputs", inputs.size());
        Optional<List<String>> labels = request.labels().map(ChosenLabels::checked);
        Task task = models.serving(caller, model).desired().task();
        return answer(
                caller,
                model,
                inputs.stream().map(input -> InputReader.read(task, input)).toList(),
                top,
                labels);
    }

    /** Predicts images sent as a form. */
    PredictionAnswer predict(Caller caller, ModelId model, InputStream body, String contentType) throws IOException {
        models.serving(caller, model);
        ImageForm form =
                ImageForm.read(body, contentType, config.multipartLimit().asLongValue(), MOST_INPUTS);
        requireCount("image", form.images().size());
        return answer(caller, model, form.images(), top(form.topK()), Optional.empty());
    }

    private static void requireCount(String field, int count) {
        if (count < 1 || count > MOST_INPUTS) {
            throw ProblemException.invalidField(field, "must hold 1 to " + MOST_INPUTS + " inputs");
        }
    }

    /** Decoding takes its time by the pixel, however small the files are. */
    private void requirePixels(List<Sample> samples) {
        long pixels = 0;
        for (Sample sample : samples) {
            pixels += sample instanceof ImageSample image ? pixels(image) : 0;
        }
        if (pixels > config.mostPixels()) {
            throw new ProblemException(
                    ErrorCode.TOO_LARGE,
                    "The images of this call have %d pixels together; the limit is %d. Send fewer at a time, or smaller ones."
                            .formatted(pixels, config.mostPixels()));
        }
    }

    private static long pixels(ImageSample image) {
        try {
            long pixels = PictureDecoder.pixels(image.bytes());
            // One that is too large by itself is refused alone, like one that cannot be read, when its turn comes.
            return pixels > ImagePixels.MOST_PIXELS ? 0 : pixels;
        } catch (InvalidSampleException e) {
            return 0;
        }
    }

    private static int top(Optional<Integer> topK) {
        int top = topK.orElse(DEFAULT_TOP);
        if (top < 1) {
            throw ProblemException.invalidField("top_k", "must be at least 1");
        }
        return top;
    }

    private PredictionAnswer answer(
            Caller caller, ModelId model, List<Input> inputs, int top, Optional<List<String>> labels) {
        List<Sample> samples = inputs.stream()
                .<Sample>mapMulti((input, readable) -> {
                    if (input instanceof Input.Usable(Sample sample)) {
                        readable.accept(sample);
                    }
                })
                .toList();
        if (samples.isEmpty()) {
            throw Answers.allFailed(Answers.items(inputs, List.of(), top));
        }
        ServedVersion version = models.choose(caller, model);
        Computed computed = compute(
                caller,
                model,
                version,
                labels.map(chosen -> ChosenLabels.beside(samples, chosen, version))
                        .orElse(samples));
        List<PredictionItem> items = Answers.items(inputs, computed.outcomes(), top);
        if (items.stream().allMatch(item -> item instanceof PredictionItem.FailedItem)) {
            throw Answers.allFailed(items);
        }
        return new PredictionAnswer(model, computed.version().number(), items);
    }

    /**
     * What came of samples.
     *
     * @param version that computed them
     * @param outcomes in their order
     */
    public record Computed(ServedVersion version, List<Outcome> outcomes) {}

    /** All versions that answer for a model now, the stable one first; see {@link #choose} for what is thrown. */
    public Serving serving(Caller caller, ModelId model) {
        return models.serving(caller, model);
    }

    /**
     * The version that answers the next call for a model.
     *
     * @param number if it must be that one
     * @throws ProblemException if the caller has no such model, or it does not answer now
     */
    public ServedVersion choose(Caller caller, ModelId model, Optional<Integer> number) {
        return number.map(wanted -> models.version(caller, model, wanted))
                .orElseGet(() -> models.choose(caller, model));
    }

    /**
     * Has samples computed.
     *
     * @param chosen computes them, unless it is swapped before their turn comes: then what serves by then does
     * @throws ProblemException if the model does not answer now, or not in time
     */
    public Computed compute(Caller caller, ModelId model, ServedVersion chosen, List<Sample> samples) {
        requirePixels(samples);
        ServedVersion version = chosen;
        while (true) {
            try {
                return new Computed(version, version.residence().predict(samples));
            } catch (QueueRetiredException e) {
                // Swapped between the look and the call: what serves now is asked, or there is a reason to give.
                Thread.onSpinWait();
                version = models.choose(caller, model);
            } catch (QueueFullException e) {
                throw new ProblemException(
                        Failure.of(ErrorCode.TOO_MANY_REQUESTS, "Too many inputs wait for this model.")
                                .retryAfter(config.retryWhenFull()),
                        e);
            } catch (UnloadableException e) {
                throw models.unloadable(e.code(), e.reason());
            } catch (TimeoutException e) {
                throw new ProblemException(
                        Failure.of(ErrorCode.DEADLINE_EXCEEDED, "The model did not answer in time."), e);
            } catch (InterruptedException e) {
                throw models.interrupted(e);
            }
        }
    }
}
