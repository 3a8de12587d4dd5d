package dev.modelyard.trainer.dataset.content;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes an image to its end to see whether it can be. It is thinned out on the way, so that little memory is enough; metadata,
 * in which bombs may hide, is not looked at.
 */
final class ImageCheck {
    private static final Set<String> FORMATS = Set.of("jpeg", "png", "bmp", "gif");
    private static final String OTHER_COLOURS = "in CMYK or another kind of colour that is not read; save it as RGB";
    private static final double KEPT_PIXELS = 1 << 20;

    private final long maxPixels;

    ImageCheck(long maxPixels) {
        this.maxPixels = maxPixels;
    }

    /** What is wrong with the image, if anything. */
    Optional<String> problem(byte[] bytes) {
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            while (readers.hasNext()) {
                ImageReader reader = readers.next();
                try {
                    if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                        return problem(reader, input);
                    }
                } finally {
                    reader.dispose();
                }
            }
            return Optional.of("not an image that can be read (JPEG, PNG, BMP or GIF)");
        } catch (IOException | RuntimeException e) {
            // Decoders answer broken files with exceptions of every kind.
            return Optional.of(said(e));
        }
    }

    private Optional<String> problem(ImageReader reader, ImageInputStream input) throws IOException {
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        reader.setInput(input, true, true);
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        if (width < 1 || height < 1 || width * height > maxPixels) {
            return Optional.of("%d × %d pixels; at most %d in all are read".formatted(width, height, maxPixels));
        }
        int step = (int) Math.max(1, Math.ceil(Math.sqrt(width * height / KEPT_PIXELS)));
        ImageReadParam thinned = reader.getDefaultReadParam();
        thinned.setSourceSubsampling(step, step, 0, 0);
        BufferedImage image = reader.read(0, thinned);
        int colours = image.getColorModel().getColorSpace().getType();
        image.flush();
        if (colours != ColorSpace.TYPE_RGB && colours != ColorSpace.TYPE_GRAY) {
            // Programs disagree on whether such values are inverted, so nobody knows what the network would see.
            return Optional.of(OTHER_COLOURS);
        }
        return warnings.stream().filter(ImageCheck::isBroken).findFirst().map(warning -> "a broken image: " + warning);
    }

    /** Stray bytes before a marker are common in photographs and harmless. */
    private static boolean isBroken(String warning) {
        String text = warning.toLowerCase(Locale.ROOT);
        return text.contains("premature")
                || text.contains("truncated")
                || (text.contains("corrupt jpeg data") && !text.contains("extraneous"));
    }

    private static String said(Exception e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("Unsupported Image Type")) {
            return OTHER_COLOURS;
        }
        return "a broken image" + (e instanceof IOException && e.getMessage() != null ? ": " + message : "");
    }
}
