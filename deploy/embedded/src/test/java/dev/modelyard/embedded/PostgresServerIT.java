package dev.modelyard.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {
    @TempDir
    private Path folder;

    @Test
    void keepsItsRowsAcrossRestartsAndRefusesCallersWithoutThePassword() throws SQLException {
        PostgresServer.Settings settings = new PostgresServer.Settings(
                Optional.of(folder.resolve("data")),
                OptionalInt.empty(),
                true,
                Optional.of("s3cret"),
                Optional.of(folder.resolve("log")));

        try (PostgresServer server = PostgresServer.start(settings)) {
            server.createDatabase("yard");
            server.createDatabase("yard");
            assertThat(query(server, "s3cret", "create table t(x int); insert into t values (7); show fsync"))
                    .isEqualTo("on");
            assertThatThrownBy(() -> query(server, "wrong", "select 1")).hasMessageContaining("authentication failed");
        }

        try (PostgresServer server = PostgresServer.start(settings)) {
            assertThat(query(server, "s3cret", "select x from t")).isEqualTo("7");
            assertThatThrownBy(() -> query(server, "", "select 1")).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void startsAgainInTheSameProcessWithTheRowsItHadAfterItWasKilled() throws Exception {
        PostgresServer.Settings settings = new PostgresServer.Settings(
                Optional.of(folder.resolve("killed")),
                OptionalInt.empty(),
                true,
                Optional.of("s3cret"),
                Optional.of(folder.resolve("log")));
        PostgresServer killed = PostgresServer.start(settings);
        killed.createDatabase("yard");
        query(killed, "s3cret", "create table t(x int); insert into t values (7); select x from t");

        killed.process().destroyForcibly();
        killed.process().onExit().get();

        try (PostgresServer server = PostgresServer.start(settings)) {
            assertThat(query(server, "s3cret", "select x from t")).isEqualTo("7");
        }
    }

    @Test
    void endsItsProcessWhenClosed() {
        PostgresServer server = PostgresServer.start(PostgresServer.Settings.forTests());
        assertThat(ProcessHandle.of(server.pid())).isPresent();

        server.close();

        assertThat(server.isRunning()).isFalse();
        assertThat(ProcessHandle.of(server.pid())).isEmpty();
    }

    private static String query(PostgresServer server, String password, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(server.jdbcUrl("yard"), PostgresServer.USER, password);
                var statement = connection.createStatement()) {
            statement.execute(sql);
            while (statement.getResultSet() == null) {
                statement.getMoreResults();
            }
            try (var rows = statement.getResultSet()) {
                assertThat(rows.next()).isTrue();
                return rows.getString(1);
            }
        }
    }
}
