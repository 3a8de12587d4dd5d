package dev.modelyard.modellibrary.preprocessing;

import dev.modelyard.modellibrary.sample.InvalidSampleException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * Labels as tokens.
 *
 * @param tokens those of each label, without marks
 */
record Options(List<String> labels, List<long[]> tokens) {
    /**
     * Cuts labels into tokens.
     *
     * @throws InvalidSampleException if they leave less than half of the tokens or of the places for a text
     */
    static Options of(List<String> labels, Function<String, long[]> tokenizer, OptionTokens preprocessing) {
        Options options = new Options(labels, labels.stream().map(tokenizer).toList());
        int most = preprocessing.maxTokens() / 2;
        if (options.size() > most) {
            throw new InvalidSampleException(
                    "the %d labels take %d tokens together, and no more than %d, half of max_tokens, may be theirs"
                            .formatted(labels.size(), options.size(), most));
        }
        int widest = (preprocessing.places() - preprocessing.firstPlace()) / 2;
        if (options.longest() > widest) {
            throw new InvalidSampleException(
                    "the longest label takes %d tokens, and there are places for no more than %d beside a text"
                            .formatted(options.longest(), widest));
        }
        return options;
    }

    /** Tokens of all, each with the mark before it. */
    int size() {
        return tokens.stream().mapToInt(each -> each.length + 1).sum();
    }

    /** Tokens of the longest, with its mark. */
    int longest() {
        return tokens.stream().mapToInt(each -> each.length + 1).max().orElse(1);
    }

    /** Labels that no network can tell apart, as they have the same tokens; groups of two and more. */
    List<List<String>> alike() {
        SequencedMap<List<Long>, List<String>> groups = new LinkedHashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            List<Long> key = Arrays.stream(tokens.get(i)).boxed().toList();
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(labels.get(i));
        }
        return groups.entrySet().stream()
                .map(Map.Entry::getValue)
                .filter(group -> group.size() > 1)
                .toList();
    }
}
