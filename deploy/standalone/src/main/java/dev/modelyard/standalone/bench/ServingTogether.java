package dev.modelyard.standalone.bench;

import dev.modelyard.standalone.client.Credentials;
import dev.modelyard.standalone.client.PlatformClient;
import dev.modelyard.standalone.installation.RuntimeFile;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What calls that come together take, against one call that has as many inputs: there is no quicker way to compute them. */
final class ServingTogether {
    private static final List<Integer> CALLERS = List.of(1, 4, 16, 64);
    private static final Duration WARM_UP = Duration.ofSeconds(15);

    private final URI replica;
    private final PlatformClient client;
    private final List<List<String>> rows = new ArrayList<>();

    private ServingTogether(RuntimeFile runtime) {
        this.replica = URI.create(runtime.inference());
        this.client = new PlatformClient(runtime.api(), Credentials.admin(runtime));
    }

    /** For a network that computes for a while and for one that does not. */
    static Table table(RuntimeFile runtime, Served pictures, Served numbers) throws IOException, InterruptedException {
        ServingTogether together = new ServingTogether(runtime);
        together.measure("pictures", pictures);
        together.measure("rows", numbers);
        return new Table(
                "Calls that come together",
                ("At the replica, one input a call, %d s each, against the median of single callers whose calls have as many inputs as there are callers; milliseconds."
                                + " Pictures: the default network before training, 64 x 64 pixels. Rows: a row of eight numbers, a model of rows as it is trained by default.")
                        .formatted(ServingLoad.MEASURED.toSeconds()),
                List.of("inputs", "callers", "calls/s", "p50", "p99", "one call of as many", "p99 over that"),
                together.rows);
    }

    private void measure(String what, Served model) throws IOException, InterruptedException {
        byte[] single = model.request(replica, client.token(), 1);
        Load.of(replica, single, 16, WARM_UP);
        for (int callers : CALLERS) {
            byte[] whole = model.request(replica, client.token(), callers);
            Load.of(replica, whole, 1, ServingLoad.MEASURED.dividedBy(3));
            Samples alone = Load.of(replica, whole, 1, ServingLoad.MEASURED);
            Samples samples = Load.of(replica, single, callers, ServingLoad.MEASURED);
            rows.add(List.of(
                    what,
                    String.valueOf(callers),
                    ServingLoad.perSecond(samples),
                    samples.millis(0.5, 2),
                    samples.millis(0.99, 2),
                    alone.millis(0.5, 2),
                    String.format(
                            Locale.ROOT,
                            "%.1f",
                            samples.quantile(0.99).toNanos()
                                    / (double) alone.quantile(0.5).toNanos())));
        }
    }
}
