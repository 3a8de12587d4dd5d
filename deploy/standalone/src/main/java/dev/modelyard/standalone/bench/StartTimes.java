package dev.modelyard.standalone.bench;

import dev.modelyard.standalone.stack.StackListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Notes how long each process of a start took, in the words of {@link StackListener}. */
final class StartTimes implements StackListener {
    private final Map<String, Duration> own = new LinkedHashMap<>();
    private final Map<String, Duration> since = new LinkedHashMap<>();

    @Override
    public synchronized void ready(String process, Duration ownTime, Duration sinceStart) {
        own.put(process, ownTime);
        since.put(process, sinceStart);
    }

    @Override
    public void notice(String sentence) {
        System.err.println(sentence);
    }

    /** First start on an empty folder, then one on the same folder. */
    static Table table(StartTimes first, StartTimes second) {
        List<List<String>> rows = new ArrayList<>();
        first.own.forEach((process, time) -> rows.add(List.of(
                process,
                seconds(time),
                seconds(second.own.getOrDefault(process, Duration.ZERO)),
                seconds(second.since.getOrDefault(process, Duration.ZERO)))));
        rows.add(List.of("everything", seconds(first.whole()), seconds(second.whole()), seconds(second.whole())));
        return new Table(
                "Start",
                "Seconds from the start of a process until its health endpoint (Kafka: its port) answers, with the"
                        + " others starting beside it; the last column counts from the start of `up`.",
                List.of("process", "first start", "later start", "ready since `up`"),
                rows);
    }

    private Duration whole() {
        return since.values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
    }
}
