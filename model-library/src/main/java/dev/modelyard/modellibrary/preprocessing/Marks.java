package dev.modelyard.modellibrary.preprocessing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.contracts.wire.Json;
import java.io.IOException;
import java.util.List;

/**
 * The ids of the tokens that are no words, as {@code tokenizer.json} names them: those of BERT, or else of RoBERTa.
 *
 * @param begin of a sequence
 * @param end of each part of it
 * @param mask where a word is hidden
 */
record Marks(long begin, long end, long mask) {
    static Marks of(byte[] tokenizer) throws IOException {
        JsonNode tokens = Json.mapper().readTree(tokenizer).path("added_tokens");
        return new Marks(
                id(tokens, List.of("[CLS]", "<s>")),
                id(tokens, List.of("[SEP]", "</s>")),
                id(tokens, List.of("[MASK]", "<mask>")));
    }

    private static long id(JsonNode tokens, List<String> names) throws IOException {
        for (String name : names) {
            for (JsonNode token : tokens) {
                if (token.path("content").asText().equals(name)
                        && token.path("id").isIntegralNumber()) {
                    return token.path("id").longValue();
                }
            }
        }
        throw new IOException("tokenizer.json has no token " + String.join(" or ", names));
    }
}
