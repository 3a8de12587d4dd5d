package dev.modelyard.modellibrary.preprocessing;

import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.MalformedMessageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The n-grams a model knows, as saved in {@code tokenizer.json}. Ids count from 1; 0 is padding.
 *
 * @param grams in the order of their ids
 * @param idf inverse document frequency of each
 */
public record Vocabulary(List<String> grams, List<Float> idf) {
    public Vocabulary {
        grams = List.copyOf(grams);
        idf = List.copyOf(idf);
        if (grams.size() != idf.size()) {
            throw new IllegalArgumentException(
                    "a vocabulary of " + grams.size() + " n-grams cannot have " + idf.size() + " frequencies");
        }
    }

    /** Rows of an embedding table for it: the n-grams and the padding. */
    public int rows() {
        return grams.size() + 1;
    }

    /** Ids by n-gram. */
    Map<String, Integer> ids() {
        Map<String, Integer> ids = HashMap.newHashMap(grams.size());
        for (String gram : grams) {
            ids.put(gram, ids.size() + 1);
        }
        return ids;
    }

    /** The vocabulary as the file it is saved in. */
    public byte[] toJson() {
        return Json.writeBytes(this);
    }

    static Vocabulary read(Path folder) throws IOException {
        try {
            return Json.read(Files.readAllBytes(folder.resolve(ModelFiles.TOKENIZER)), Vocabulary.class);
        } catch (MalformedMessageException e) {
            throw new IOException(ModelFiles.TOKENIZER + " is not a vocabulary: " + e.getMessage(), e);
        }
    }

    /**
     * Learns the n-grams of training texts: of those that occur in enough texts, the most frequent. Ties are broken by the
     * n-gram itself, so the same texts give the same ids.
     *
     * @param texts each as its units
     */
    static Vocabulary learn(List<List<String>> texts, Script script, int most) {
        Map<String, Integer> frequencies = new HashMap<>();
        for (List<String> units : texts) {
            Ngrams.count(units, script).keySet().forEach(gram -> frequencies.merge(gram, 1, Integer::sum));
        }
        List<String> kept = new ArrayList<>();
        frequencies.forEach((gram, frequency) -> {
            if (frequency >= leastFrequency(gram, texts.size())) {
                kept.add(gram);
            }
        });
        kept.sort(Comparator.<String>comparingInt(gram -> -frequencies.getOrDefault(gram, 0))
                .thenComparing(Comparator.naturalOrder()));
        List<String> grams = kept.subList(0, Math.min(most, kept.size()));
        List<Float> idf = grams.stream()
                .map(gram -> (float) (1 + Math.log((1.0 + texts.size()) / (1.0 + frequencies.getOrDefault(gram, 0)))))
                .toList();
        return new Vocabulary(grams, idf);
    }

    private static int leastFrequency(String gram, int texts) {
        return texts > 1 && Ngrams.Block.of(gram) == Ngrams.Block.CHARACTERS ? 2 : 1;
    }
}
