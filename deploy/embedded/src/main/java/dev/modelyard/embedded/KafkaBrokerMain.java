package dev.modelyard.embedded;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A broker in a process of its own; {@code -Xmx256m -XX:+UseSerialGC} is enough for it. Arguments: data folder, port,
 * controller port. Ends cleanly on SIGTERM.
 */
public final class KafkaBrokerMain {
    private KafkaBrokerMain() {}

    public static void main(String[] arguments) {
        if (arguments.length != 3) {
            System.err.println("usage: KafkaBrokerMain <data folder> <port> <controller port>");
            System.exit(2);
        }
        KafkaBroker broker = KafkaBroker.start(new KafkaBroker.Settings(
                Optional.of(Path.of(arguments[0])),
                OptionalInt.of(Integer.parseInt(arguments[1])),
                OptionalInt.of(Integer.parseInt(arguments[2])),
                false));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-close"));
        System.out.println("Kafka serves " + broker.bootstrapServers());
        broker.awaitEnd();
    }
}
