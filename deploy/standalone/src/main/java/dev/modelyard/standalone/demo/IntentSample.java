package dev.modelyard.standalone.demo;

import dev.modelyard.contracts.wire.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What people say to a house: sentences put together from phrases, each with the intent behind it. */
final class IntentSample {
    private static final int SENTENCES_PER_INTENT = 90;
    private static final List<String> OPENINGS =
            List.of("", "please ", "hey, ", "could you ", "i would like you to ", "can you ");
    private static final List<String> ENDINGS = List.of("", " please", " now", " for me", ", thanks", " right away");

    private static final Map<String, List<List<String>>> PHRASES = new LinkedHashMap<>();

    static {
        PHRASES.put(
                "lights",
                List.of(
                        List.of("turn on", "switch off", "dim", "brighten", "turn down"),
                        List.of("the lamp", "the lights", "the ceiling light", "every lamp", "the bulbs"),
                        List.of("in the kitchen", "in the hall", "upstairs", "in the bedroom", "outside")));
        PHRASES.put(
                "music",
                List.of(
                        List.of("play", "put on", "shuffle", "queue", "start"),
                        List.of("some jazz", "my favourite song", "the new album", "a piano concerto", "rock music"),
                        List.of("in the kitchen", "on the speakers", "a bit louder", "from my playlist", "upstairs")));
        PHRASES.put(
                "weather",
                List.of(
                        List.of("tell me", "check", "find out", "say", "look up"),
                        List.of("if it will rain", "how cold it gets", "the forecast", "whether it snows", "the wind"),
                        List.of("tomorrow", "this evening", "at the weekend", "in the mountains", "outside")));
        PHRASES.put(
                "alarm",
                List.of(
                        List.of("wake me", "set an alarm", "remind me to get up", "ring the bell", "set a timer"),
                        List.of("at seven", "at half past six", "in ten minutes", "before noon", "at dawn"),
                        List.of("tomorrow", "on monday", "every morning", "at the weekend", "this evening")));
    }

    private IntentSample() {}

    static Sample write(Path folder, long seed) throws IOException {
        Random random = new Random(seed);
        Path file = folder.resolve("intents.jsonl");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (String intent : PHRASES.keySet()) {
                for (int i = 0; i < SENTENCES_PER_INTENT; i++) {
                    out.write(Json.write(Map.of("content", sentence(intent, random), "label", intent)));
                    out.newLine();
                }
            }
        }
        List<Sample.Question> questions = List.of(
                question("would you kindly switch on the lamp near the sofa", "lights"),
                question("what about some blues music while i cook", "music"),
                question("do i need an umbrella, will it rain tomorrow", "weather"),
                question("i have to get up at five, wake me", "alarm"));
        return new Sample("intents", "text-classification", file, "application/jsonl", Map.of("seed", 1), questions);
    }

    private static String sentence(String intent, Random random) {
        StringBuilder text = new StringBuilder(pick(OPENINGS, random));
        List<List<String>> parts = PHRASES.getOrDefault(intent, List.of());
        for (int i = 0; i < parts.size(); i++) {
            text.append(i == 0 ? "" : " ").append(pick(parts.get(i), random));
        }
        return text.append(pick(ENDINGS, random)).toString();
    }

    private static String pick(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static Sample.Question question(String text, String intent) {
        return new Sample.Question("\"" + text + "\"", text, intent);
    }
}
