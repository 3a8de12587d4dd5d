package dev.modelyard.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A running Kafka broker on 127.0.0.1: one KRaft node that is also its own controller, share groups on, small memory. */
public final class KafkaBroker implements AutoCloseable {
    /**
     * How to run it.
     *
     * @param dataFolder where the log lives; empty: a temporary folder that is deleted on close
     * @param port empty: a free one
     * @param controllerPort empty: a free one
     * @param createTopicsOnUse whether a topic comes to be, with default configuration, when somebody names it
     */
    public record Settings(
            Optional<Path> dataFolder, OptionalInt port, OptionalInt controllerPort, boolean createTopicsOnUse) {

        /** In a temporary folder, on free ports, topics created on use: for tests. */
        public static Settings forTests() {
            return new Settings(Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), true);
        }
    }

    private final KafkaRaftServer server;
    private final Settings settings;
    private final Path dataFolder;
    private final int port;

    private KafkaBroker(KafkaRaftServer server, Settings settings, Path dataFolder, int port) {
        this.server = server;
        this.settings = settings;
        this.dataFolder = dataFolder;
        this.port = port;
    }

    /** Starts a broker in this JVM and returns when it serves clients. */
    public static KafkaBroker start(Settings settings) {
        Path dataFolder = settings.dataFolder().orElseGet(() -> Folders.temporary("modelyard-kafka"));
        int port = settings.port().orElseGet(Loopback::freePort);
        int controllerPort = settings.controllerPort().orElseGet(Loopback::freePort);
        format(dataFolder);
        KafkaConfig config = new KafkaConfig(properties(settings, dataFolder, port, controllerPort));
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        server.startup();
        return new KafkaBroker(server, settings, dataFolder, port);
    }

    public String bootstrapServers() {
        return Loopback.ADDRESS + ":" + port;
    }

    /** Creates topics unless they are there. */
    public void createTopics(List<Topic> topics) {
        try (KafkaTopics client = new KafkaTopics(bootstrapServers())) {
            client.create(topics);
        }
    }

    /** Returns once the broker has ended, for whatever reason. */
    public void awaitEnd() {
        server.awaitShutdown();
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        if (settings.dataFolder().isEmpty()) {
            Folders.delete(dataFolder);
        }
    }

    private static void format(Path dataFolder) {
        if (Files.exists(dataFolder.resolve("meta.properties"))) {
            return;
        }
        Folders.create(dataFolder);
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(dataFolder.toString())
                    .addDirectory(dataFolder.toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setUnstableFeatureVersionsEnabled(false)
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare the Kafka folder " + dataFolder, e);
        } catch (Exception e) {
            throw new IllegalStateException("cannot prepare the Kafka folder " + dataFolder, e);
        }
    }

    private static Properties properties(Settings settings, Path dataFolder, int port, int controllerPort) {
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", "1");
        p.put(
                "listeners",
                "PLAINTEXT://%1$s:%2$d,CONTROLLER://%1$s:%3$d".formatted(Loopback.ADDRESS, port, controllerPort));
        p.put("advertised.listeners", "PLAINTEXT://" + Loopback.ADDRESS + ":" + port);
        p.put("controller.listener.names", "CONTROLLER");
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("controller.quorum.voters", "1@" + Loopback.ADDRESS + ":" + controllerPort);
        p.put("log.dirs", dataFolder.toString());
        p.put("auto.create.topics.enable", String.valueOf(settings.createTopicsOnUse()));
        // A broker alone has nobody to replicate to.
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            p.put(topic + ".replication.factor", "1");
            p.put(topic + ".num.partitions", "1");
        }
        p.put("transaction.state.log.min.isr", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
        p.put("group.initial.rebalance.delay.ms", "0");
        // A worker acknowledges as soon as its run has started; a job taken by one that died is free again after this.
        p.put("group.share.record.lock.duration.ms", "15000");
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "2");
        p.put("background.threads", "2");
        p.put("log.cleaner.dedupe.buffer.size", "2097152");
        p.put("log.segment.bytes", "67108864");
        p.put("log.index.size.max.bytes", "1048576");
        return p;
    }
}
