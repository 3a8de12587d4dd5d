package dev.modelyard.standalone.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Something to learn, made on the spot.
 *
 * @param name of the dataset and of the model
 * @param file content for the upload
 * @param mediaType of the file
 * @param parameters of the training; empty for the recipe's
 * @param questions inputs that are not in the file, each under the words that describe it to a person
 */
record Sample(
        String name,
        String task,
        Path file,
        String mediaType,
        Map<String, Object> parameters,
        List<Question> questions) {
    /**
     * @param input as the predict call takes it
     * @param truth what a person would answer
     */
    record Question(String words, Object input, String truth) {}
}
