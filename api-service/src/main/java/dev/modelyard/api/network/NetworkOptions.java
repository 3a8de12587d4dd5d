package dev.modelyard.api.network;

import dev.modelyard.networks.preset.NetworkRequest;
import dev.modelyard.networks.preset.NetworkRequest.Target;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What a caller says of its data to learn what a network would cost; what is absent is middling. */
public record NetworkOptions(
        Optional<Integer> classes,
        Optional<Integer> height,
        Optional<Integer> width,
        Optional<Integer> channels,
        Optional<Integer> columns,
        Optional<Integer> vocabulary) {
    private static final int MOST_COLUMNS = 100_000;

    static List<String> names(NetworkRequest nominal) {
        return switch (nominal) {
            case NetworkRequest.Text _, NetworkRequest.TextPair _ -> List.of("classes", "vocabulary");
            case NetworkRequest.Image _ -> List.of("classes", "height", "width", "channels");
            case NetworkRequest.Tabular _ -> List.of("classes", "columns");
        };
    }

    /** @throws IllegalArgumentException if an option is out of its range; the message is fit for a caller */
    NetworkRequest applyTo(NetworkRequest nominal) {
        return switch (nominal) {
            case NetworkRequest.Text text ->
                new NetworkRequest.Text(vocabulary.orElse(text.vocabulary()), classes.orElse(text.classes()));
            case NetworkRequest.TextPair pair ->
                new NetworkRequest.TextPair(
                        pair.features(),
                        vocabulary.orElse(pair.vocabulary()),
                        classes.<Target>map(Target.Classes::new).orElse(pair.target()));
            case NetworkRequest.Image image ->
                new NetworkRequest.Image(
                        channels.orElse(image.channels()),
                        height.orElse(image.height()),
                        width.orElse(image.width()),
                        classes.orElse(image.classes()));
            case NetworkRequest.Tabular rows ->
                new NetworkRequest.Tabular(
                        columns.map(number -> Collections.nCopies(
                                        requireColumns(number), rows.features().getFirst()))
                                .orElse(rows.features()),
                        classes.<Target>map(Target.Classes::new).orElse(rows.target()));
        };
    }

    private static int requireColumns(int number) {
        if (number < 1 || number > MOST_COLUMNS) {
            throw new IllegalArgumentException("columns must be between 1 and " + MOST_COLUMNS + ", not " + number);
        }
        return number;
    }
}
