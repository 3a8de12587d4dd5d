package dev.modelyard.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A running PostgreSQL on 127.0.0.1. Its superuser is {@value #USER}; {@link Settings#password()} empty means that
 * anybody on this machine may connect without one (tests), otherwise SCRAM is asked for.
 */
public final class PostgresServer implements AutoCloseable {
    public static final String USER = "postgres";

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    /**
     * How to run it.
     *
     * @param dataFolder where the database lives; empty: a temporary folder that is deleted on close
     * @param port empty: a free one
     * @param durable whether a commit waits for the disk; only tests may say no
     * @param password of {@link #USER}; must stay the same for a data folder
     * @param logFile where the server's own output is appended; empty: discarded
     */
    public record Settings(
            Optional<Path> dataFolder,
            OptionalInt port,
            boolean durable,
            Optional<String> password,
            Optional<Path> logFile) {

        /** In a temporary folder, on a free port, not waiting for the disk: for tests. */
        public static Settings forTests() {
            return new Settings(Optional.empty(), OptionalInt.empty(), false, Optional.empty(), Optional.empty());
        }
    }

    private final EmbeddedPostgres server;
    private final Settings settings;
    private final Path dataFolder;
    private final int port;
    private final ProcessHandle postmaster;

    private PostgresServer(EmbeddedPostgres server, Settings settings, Path dataFolder, int port) throws IOException {
        this.server = server;
        this.settings = settings;
        this.dataFolder = dataFolder;
        this.port = port;
        this.postmaster = ProcessHandle.of(readPostmasterPid(dataFolder))
                .orElseThrow(() -> new IOException("PostgreSQL ended right after its start"));
    }

    /** Starts a server and returns when it answers queries. */
    public static PostgresServer start(Settings settings) {
        Path dataFolder = settings.dataFolder().orElseGet(() -> Folders.temporary("modelyard-postgres"));
        int port = settings.port().orElseGet(Loopback::freePort);
        Folders.create(dataFolder);
        removeLockOfTheLibrary(dataFolder);
        String onOff = settings.durable() ? "on" : "off";
        // The library passes -F (no fsync) first; what comes later on the command line wins.
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(dataFolder)
                .setCleanDataDirectory(settings.dataFolder().isEmpty())
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setPort(port)
                .setServerConfig("listen_addresses", Loopback.ADDRESS)
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("fsync", onOff)
                .setServerConfig("full_page_writes", onOff)
                .setServerConfig("synchronous_commit", onOff)
                .setServerConfig("max_connections", "100")
                .setServerConfig("shared_buffers", "32MB")
                .setServerConfig("jit", "off")
                .setLocaleConfig("locale", "C.UTF-8");
        settings.password().ifPresent(password -> builder.setConnectConfig("password", password));
        ProcessBuilder.Redirect output =
                settings.logFile().map(PostgresServer::appendTo).orElse(ProcessBuilder.Redirect.DISCARD);
        builder.setOutputRedirector(output).setErrorRedirector(output);
        try {
            PostgresServer started = new PostgresServer(builder.start(), settings, dataFolder, port);
            started.requirePassword();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start on port " + port + ": " + e.getMessage(), e);
        }
    }

    public int port() {
        return port;
    }

    /** The process id of the postmaster; the server does not end with this JVM unless it is closed. */
    public long pid() {
        return postmaster.pid();
    }

    /** The postmaster. */
    public ProcessHandle process() {
        return postmaster;
    }

    public boolean isRunning() {
        return postmaster.isAlive();
    }

    /** The JDBC address of a database, without user or password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + Loopback.ADDRESS + ":" + port + "/" + database;
    }

    /** Creates a database unless it is there. */
    public void createDatabase(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("not a plain database name: " + name);
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            try (ResultSet found = statement.executeQuery("select 1 from pg_database where datname = '" + name + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create database " + name, e);
        }
    }

    /** Ends the server, waiting for its shutdown checkpoint; a temporary data folder is deleted. */
    @Override
    public void close() {
        try {
            server.close();
            // The library's own wait is five seconds, and less than a checkpoint on a slow disk takes.
            postmaster
                    .onExit()
                    .orTimeout(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not stop", e);
        }
        if (settings.dataFolder().isEmpty()) {
            Folders.delete(dataFolder);
        }
    }

    private Connection connect() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl("postgres"));
        return source.getConnection(USER, settings.password().orElse(""));
    }

    /**
     * The library holds this file for as long as a server is not closed, and so keeps this JVM from starting one again that was
     * killed. Against two servers in one folder PostgreSQL guards itself, by {@code postmaster.pid}.
     */
    private static void removeLockOfTheLibrary(Path dataFolder) {
        try {
            Files.deleteIfExists(dataFolder.resolve("epg-lock"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove an old lock in " + dataFolder, e);
        }
    }

    /** The library creates a database that trusts everybody; with a password set, that ends here, at its first start. */
    private void requirePassword() throws IOException {
        if (settings.password().isEmpty()) {
            return;
        }
        String password = settings.password().get();
        if (!password.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException("a password of letters, digits, - and _ is needed");
        }
        Path rules = dataFolder.resolve("pg_hba.conf");
        String wanted = "host all all " + Loopback.ADDRESS + "/32 scram-sha-256\n";
        if (Files.readString(rules).equals(wanted)) {
            return;
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("alter user " + USER + " password '" + password + "'");
            Files.writeString(rules, wanted);
            statement.execute("select pg_reload_conf()");
        } catch (SQLException e) {
            throw new IOException("cannot set the password", e);
        }
    }

    private static long readPostmasterPid(Path dataFolder) throws IOException {
        return Long.parseLong(Files.readAllLines(dataFolder.resolve("postmaster.pid"))
                .getFirst()
                .strip());
    }

    private static ProcessBuilder.Redirect appendTo(Path file) {
        return ProcessBuilder.Redirect.appendTo(file.toFile());
    }
}
