package dev.modelyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.embedded.SharedInfrastructure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A database of an earlier version becomes one of this version. */
class MigrationIT {
    private final String database = SharedInfrastructure.newDatabase();

    @Test
    void secretsGetNamesAndTheKeyThatSignsSaysSinceWhen() throws Exception {
        migrate("1");
        run("insert into client values ('sid_a', 'a', 'user', now())");
        run(
                "insert into client_secret (secret_id, hash, created_at) values ('sid_a', 'x', now()), ('sid_a', 'y', now())");
        run("insert into signing_key values ('k1', 'ES256', 'signing', 'p', 's', '2026-01-02T03:04:05Z')");
        run("insert into revocation (client, at) values ('sid_b', now())");

        migrate("2");
        // a replica of the version before may still be at work
        run("insert into client_secret (secret_id, hash, created_at) values ('sid_a', 'z', now())");

        assertThat(texts("select name from client_secret"))
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("sec_[a-z2-7]{26}"));
        assertThat(texts("select kid from signing_key where signing_since = created_at"))
                .containsExactly("k1");
        assertThat(texts("select client from revocation")).containsExactly("sid_b");
    }

    private void migrate(String version) {
        Flyway.configure()
                .dataSource(database, "postgres", "")
                .schemas("auth")
                .target(version)
                .load()
                .migrate();
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection(database, "postgres", "");
        connection.setSchema("auth");
        return connection;
    }
}
