package dev.modelyard.inference.prediction;

import dev.modelyard.modellibrary.sample.ImageSample;
import dev.modelyard.servicekit.problem.ProblemException;
import dev.modelyard.servicekit.upload.LimitedInputStream;
import dev.modelyard.servicekit.upload.Multipart;
import dev.modelyard.servicekit.upload.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Images sent as {@code multipart/form-data}: several parts of one name, and perhaps one named {@code top_k}.
 *
 * @param images in the order of their parts
 */
record ImageForm(List<Input> images, Optional<Integer> topK) {
    private static final int LONGEST_NUMBER = 10;

    /**
     * Reads a form.
     *
     * @param limit of the whole body, in bytes
     * @param most images that are read
     */
    static ImageForm read(InputStream body, String contentType, long limit, int most) throws IOException {
        Multipart parts = Multipart.open(new LimitedInputStream(body, limit), contentType);
        List<Input> images = new ArrayList<>();
        Optional<Integer> topK = Optional.empty();
        for (Optional<Upload> part = parts.next(); part.isPresent(); part = parts.next()) {
            String name = part.get().name().orElse("");
            switch (name) {
                case "image" -> {
                    if (images.size() == most) {
                        throw ProblemException.invalidField(
                                "image", "may be sent at most " + most + " times in a call");
                    }
                    images.add(new Input.Usable(
                            new ImageSample(part.get().content().readAllBytes())));
                }
                case "top_k" -> topK = Optional.of(number(part.get()));
                default ->
                    throw ProblemException.invalidField(
                            name.isEmpty() ? "a part without a name" : name,
                            "is not known here: the parts are image and top_k");
            }
        }
        return new ImageForm(List.copyOf(images), topK);
    }

    private static int number(Upload part) throws IOException {
        String text = new String(part.content().readNBytes(LONGEST_NUMBER), StandardCharsets.UTF_8).strip();
        if (!text.matches("[0-9]{1,9}")) {
            throw ProblemException.invalidField("top_k", "must be a whole number of at least 1");
        }
        return Integer.parseInt(text);
    }
}
