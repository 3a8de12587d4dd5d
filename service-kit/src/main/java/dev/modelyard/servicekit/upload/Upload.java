package dev.modelyard.servicekit.upload;

import java.io.InputStream;
import java.util.Optional;

/**
 * A body on its way in. Reading {@code content} reads the network; reading beyond the limit throws the 413.
 *
 * @param name the part's name in its form; empty if the body is the content itself
 * @param fileName the caller's name for it, without any folder
 * @param givenName the same as it came, with folders and whatever else: for those who refuse such names
 * @param mediaType of the content
 * @param content to be read once, to its end
 */
public record Upload(
        Optional<String> name,
        Optional<String> fileName,
        Optional<String> givenName,
        Optional<String> mediaType,
        InputStream content) {}
