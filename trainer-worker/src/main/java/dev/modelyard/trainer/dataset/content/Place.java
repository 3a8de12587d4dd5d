package dev.modelyard.trainer.dataset.content;

/**
 * Where something stands in the content.
 *
 * @param line counted from 1; 0: the file as a whole
 */
public record Place(String file, long line) {
    static Place file(String file) {
        return new Place(file, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + " line " + line;
    }
}
