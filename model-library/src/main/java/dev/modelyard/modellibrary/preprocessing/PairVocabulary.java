package dev.modelyard.modellibrary.preprocessing;

import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.MalformedMessageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a model knows of pairs of texts, as saved in {@code tokenizer.json}.
 *
 * @param grams runs of one and two units
 * @param idf inverse document frequency of each, a text being a document
 * @param unseen what a run counts that is none of them
 * @param entries of the bag, in the order of their ids, which count from 1; 0 is padding
 */
public record PairVocabulary(List<String> grams, List<Float> idf, float unseen, List<String> entries) {
    private static final int LEAST = 2;

    public PairVocabulary {
        grams = List.copyOf(grams);
        idf = List.copyOf(idf);
        entries = List.copyOf(entries);
        if (grams.size() != idf.size()) {
            throw new IllegalArgumentException(
                    "a vocabulary of " + grams.size() + " n-grams cannot have " + idf.size() + " frequencies");
        }
    }

    /** Rows of an embedding table for it: the entries and the padding. */
    public int rows() {
        return entries.size() + 1;
    }

    /** The vocabulary as the file it is saved in. */
    public byte[] toJson() {
        return Json.writeBytes(this);
    }

    Map<String, Float> idfByGram() {
        Map<String, Float> byGram = HashMap.newHashMap(grams.size());
        for (int i = 0; i < grams.size(); i++) {
            byGram.put(grams.get(i), idf.get(i));
        }
        return byGram;
    }

    Map<String, Integer> ids() {
        Map<String, Integer> ids = HashMap.newHashMap(entries.size());
        for (String entry : entries) {
            ids.put(entry, ids.size() + 1);
        }
        return ids;
    }

    static PairVocabulary read(Path folder) throws IOException {
        try {
            return Json.read(Files.readAllBytes(folder.resolve(ModelFiles.TOKENIZER)), PairVocabulary.class);
        } catch (MalformedMessageException e) {
            throw new IOException(ModelFiles.TOKENIZER + " is not a vocabulary of pairs: " + e.getMessage(), e);
        }
    }

    /** Learns from training pairs. Ties are broken by the run or entry itself, so the same pairs give the same ids. */
    static PairVocabulary learn(List<UnitPair> pairs, boolean directed, int most) {
        Map<String, Integer> grams = new HashMap<>();
        Map<String, Integer> entries = new HashMap<>();
        Set<List<String>> texts = new HashSet<>();
        for (UnitPair pair : pairs) {
            texts.add(pair.first());
            texts.add(pair.second());
            PairBag.entries(pair, directed).forEach(entry -> entries.merge(entry, 1, Integer::sum));
        }
        for (List<String> text : texts) {
            UnitPair.grams(text, 1).forEach(gram -> grams.merge(gram, 1, Integer::sum));
            UnitPair.grams(text, 2).forEach(gram -> grams.merge(gram, 1, Integer::sum));
        }
        List<String> known = frequent(grams, most);
        List<Float> idf = known.stream()
                .map(gram -> idf(texts.size(), grams.getOrDefault(gram, 0)))
                .toList();
        return new PairVocabulary(known, idf, idf(texts.size(), 1), frequent(entries, most));
    }

    private static float idf(int texts, int with) {
        return (float) (1 + Math.log((1.0 + texts) / (1.0 + with)));
    }

    private static List<String> frequent(Map<String, Integer> counts, int most) {
        return counts.entrySet().stream()
                .filter(counted -> counted.getValue() >= LEAST)
                .sorted(Comparator.<Map.Entry<String, Integer>>comparingInt(counted -> -counted.getValue())
                        .thenComparing(Map.Entry::getKey))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }
}
