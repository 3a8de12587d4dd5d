package dev.modelyard.trainer.algorithm.vision;

import dev.modelyard.modellibrary.picture.Picture;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Decoded pictures of one size in a mapped file: decoded once, they cost no heap, and what does not fit into memory stays on disk.
 * The
 * mapping is given back when nothing refers to it any more. Different indexes may be written and read by several threads.
 */
final class PicturePool {
    private final int height;
    private final int width;
    private final long pictureBytes;
    private final MemorySegment pixels;

    /** Room for so many pictures in a new file. */
    PicturePool(Path file, int count, int height, int width) throws IOException {
        this.height = height;
        this.width = width;
        this.pictureBytes = (long) Picture.CHANNELS * height * width;
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            this.pixels = channel.map(FileChannel.MapMode.READ_WRITE, 0, count * pictureBytes, Arena.ofAuto());
        }
    }

    void put(int index, Picture picture) {
        if (picture.height() != height || picture.width() != width) {
            throw new IllegalArgumentException("a picture of another size");
        }
        MemorySegment.copy(picture.rgb(), 0, pixels, ValueLayout.JAVA_BYTE, index * pictureBytes, picture.rgb().length);
    }

    Picture get(int index) {
        byte[] rgb = new byte[(int) pictureBytes];
        MemorySegment.copy(pixels, ValueLayout.JAVA_BYTE, index * pictureBytes, rgb, 0, rgb.length);
        return new Picture(width, height, rgb);
    }
}
