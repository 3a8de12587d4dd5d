package dev.modelyard.modellibrary.sample;

/**
 * A picture to classify.
 *
 * @param bytes the whole file, JPEG or PNG; not copied, so not to be changed
 */
public record ImageSample(byte[] bytes) implements Sample {
    @Override
    public String description() {
        return "an image";
    }
}
