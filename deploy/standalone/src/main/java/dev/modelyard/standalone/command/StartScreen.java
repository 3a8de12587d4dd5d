package dev.modelyard.standalone.command;

import dev.modelyard.standalone.installation.DataFolder;
import dev.modelyard.standalone.installation.RuntimeFile;
import dev.modelyard.standalone.stack.StackListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** What a person sees of a start. */
record StartScreen(PrintStream out) implements StackListener {
    @Override
    public void ready(String process, Duration ownTime, Duration sinceStart) {
        out.printf(Locale.ROOT, "  %-10s ready after %4.1f s%n", process, sinceStart.toMillis() / 1000.0);
        out.flush();
    }

    @Override
    public void notice(String sentence) {
        out.println(sentence);
        out.flush();
    }

    void up(RuntimeFile runtime, DataFolder folder) {
        out.println("Modelyard is up.");
        addresses(runtime, folder);
    }

    void addresses(RuntimeFile runtime, DataFolder folder) {
        out.println("  API            " + runtime.api() + "/v1");
        out.println("  documentation  " + runtime.api() + "/q/swagger-ui");
        out.println("  auth           " + runtime.auth());
        out.println("  inference      " + runtime.inference());
        out.println("  credentials    " + folder.runtimeFile());
        out.println("  logs           " + folder.logs());
        out.flush();
    }
}
