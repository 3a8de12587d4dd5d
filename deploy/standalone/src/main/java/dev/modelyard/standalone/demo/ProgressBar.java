package dev.modelyard.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jline.terminal.Terminal;

/** One line about one job: redrawn in place on a terminal, a line for each phase and tenth elsewhere. */
final class ProgressBar {
    private static final int BAR = 30;

    private final Terminal terminal;
    private final String title;
    private final boolean redraws;
    private String shown = "";

    ProgressBar(Terminal terminal, String title) {
        this.terminal = terminal;
        this.title = title;
        this.redraws = !terminal.getType().startsWith("dumb");
    }

    /** Shows a job as the API describes it. */
    void show(JsonNode job) {
        JsonNode progress = job.path("progress");
        String phase = progress.path("phase").asText(job.path("state").asText());
        long step = progress.path("step").asLong();
        long steps = progress.path("steps").asLong();
        boolean done = job.path("state").asText().equals("succeeded");
        double share = done ? 1 : steps == 0 ? 0 : Math.min(1, (double) step / steps);
        String line = line(job, progress, done ? "done" : phase, share);
        if (redraws) {
            int width = Math.max(20, terminal.getSize().getColumns() - 1);
            String cut = line.length() > width ? line.substring(0, width) : line;
            terminal.writer().print("\r" + cut + " ".repeat(width - cut.length()) + (done ? "\n" : ""));
        } else if (!shown.equals(phase + done + (int) (share * 10))) {
            shown = phase + done + (int) (share * 10);
            terminal.writer().println(line);
        }
        terminal.writer().flush();
    }

    private String line(JsonNode job, JsonNode progress, String phase, double share) {
        int full = (int) Math.round(share * BAR);
        StringBuilder line = new StringBuilder(
                String.format(Locale.ROOT, "  %-8s [%s%s] %s", title, "█".repeat(full), "·".repeat(BAR - full), phase));
        long steps = progress.path("steps").asLong();
        if (steps > 0) {
            line.append(", step ")
                    .append(progress.path("step").asLong())
                    .append(" of ")
                    .append(steps);
        }
        if (progress.path("epochs").asInt() > 0) {
            line.append(", epoch ").append(progress.path("epoch").asInt());
            line.append('/').append(progress.path("epochs").asInt());
        }
        if (share < 1 && progress.has("eta_seconds")) {
            line.append(String.format(
                    Locale.ROOT, ", %.0f s left", progress.path("eta_seconds").asDouble()));
        }
        if (job.has("run")) {
            line.append("  ").append(job.path("run").asText());
        }
        return line.toString();
    }
}
