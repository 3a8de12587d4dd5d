package dev.modelyard.trainer.dataset.content;

import java.util.List;
import java.util.Optional;

/**
 * The fields of an example of texts, in jsonl and csv alike.
 *
 * @param texts for each text the names its field may have; messages use the first
 * @param labels the names that the field of the label may have
 */
record TextFields(List<List<String>> texts, List<String> labels) {
    static final String SPLIT = "split";

    /** One text. */
    static final TextFields SINGLE = new TextFields(List.of(List.of("content", "text", "sentence")), List.of("label"));

    /** Two texts; the names are those of the well-known sets of pairs. */
    static final TextFields PAIR = new TextFields(
            List.of(
                    List.of("sentence1", "text1", "text_a", "texta", "premise", "question1", "query1", "text"),
                    List.of("sentence2", "text2", "text_b", "textb", "hypothesis", "question2", "query2", "text_pair")),
            List.of("label", "score"));

    /** The name in use among those that are there. */
    static Optional<String> present(List<String> names, Iterable<String> there) {
        for (String name : names) {
            for (String one : there) {
                if (one.equals(name)) {
                    return Optional.of(name);
                }
            }
        }
        return Optional.empty();
    }

    /** Names as a message has them: {@code "content" (nor "text" nor "sentence")}. */
    static String shown(List<String> names, String quote) {
        StringBuilder text = new StringBuilder(quote).append(names.getFirst()).append(quote);
        for (int i = 1; i < names.size(); i++) {
            text.append(i == 1 ? " (nor " : " nor ")
                    .append(quote)
                    .append(names.get(i))
                    .append(quote);
        }
        return text.append(names.size() > 1 ? ")" : "").toString();
    }
}
