package dev.modelyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modelyard.artifactstore.ArtifactReader;
import dev.modelyard.artifactstore.FolderStore;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.Manifest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the platform remembers, read from its database and its store behind its back.
 *
 * @param postgres JDBC address
 * @param store the folder that is the artifact store
 */
record Ledger(String postgres, Path store) {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /**
     * A job as it ended.
     *
     * @param startedAt when its first run did
     */
    record Entry(String job, String owner, int priority, Instant createdAt, Instant startedAt, Instant endedAt) {}

    /** The trainings of some owners that succeeded, in the order of their ends. */
    List<Entry> finished(List<String> owners) {
        return read(
                """
                select id, owner, priority, created_at, started_at, ended_at from api.job
                where kind = 'train' and state = 'succeeded' and owner = any (string_to_array(?, ',')) order by ended_at""",
                row -> new Entry(
                        row.getString(1),
                        row.getString(2),
                        row.getInt(3),
                        instant(row, 4),
                        instant(row, 5),
                        instant(row, 6)),
                String.join(",", owners));
    }

    /** The trainings of some owners that ended otherwise, with what went wrong. */
    List<String> unsuccessful(List<String> owners) {
        return read("""
                select id || ' ' || state || ' ' || coalesce(error::text, '') from api.job
                where kind = 'train' and state in ('failed', 'stopped') and owner = any (string_to_array(?, ','))""", row -> row.getString(1), String.join(",", owners));
    }

    /** How many trainings of some owners have ended, however that was. */
    int ended(List<String> owners) {
        return read("""
                        select id from api.job
                        where kind = 'train' and ended_at is not null and owner = any (string_to_array(?, ','))""", row -> row.getString(1), String.join(",", owners)).size();
    }

    /** When each run of a job was first heard of, oldest first. */
    List<Instant> starts(String job) {
        return read("select started_at from api.run where job = ? order by started_at", row -> instant(row, 1), job);
    }

    /**
     * Nothing is left undone or done by halves: every job has ended, each success with exactly one result and nothing else with
     * one, hand-outs are counted, no message waits, and every version's files are those its manifest names.
     */
    void requireSettled(String why) {
        assertThat(read(
                        "select id from api.job where state not in ('succeeded', 'failed', 'stopped')",
                        row -> row.getString(1)))
                .as("jobs that have not ended; %s", why)
                .isEmpty();
        assertThat(read("""
                        select j.id || ' ' || j.kind || ' ' || j.state from api.job j
                        where (select count(*) from api.model_version v where v.job = j.id)
                            <> case when j.kind = 'train' and j.state = 'succeeded' then 1 else 0 end
                        or (select count(*) from api.dataset_version v where v.job = j.id)
                            <> case when j.kind in ('import', 'split') and j.state = 'succeeded' then 1 else 0 end""", row -> row.getString(1)))
                .as("jobs without exactly their result; %s", why)
                .isEmpty();
        assertThat(read(
                        "select id from api.job j where attempt <> (select count(*) from api.dispatch d where d.job = j.id)",
                        row -> row.getString(1)))
                .as("jobs whose hand-outs are miscounted; %s", why)
                .isEmpty();
        await("an empty outbox; " + why).atMost(PATIENCE).until(() -> read(
                        "select id from api.outbox", row -> row.getLong(1))
                .isEmpty());
        requireWholeArtifacts(why);
    }

    private void requireWholeArtifacts(String why) {
        List<ArtifactReference> artifacts = read("""
                select artifact_prefix, artifact_digest from api.model_version
                union all select artifact_prefix, artifact_digest from api.dataset_version""", row -> new ArtifactReference(row.getString(1), row.getString(2)));
        assertThat(artifacts).as(why).isNotEmpty().doesNotHaveDuplicates().allSatisfy(artifact -> {
            ArtifactReader reader = new ArtifactReader(new FolderStore(store), artifact);
            for (Manifest.Entry file : reader.files()) {
                reader.verify(file.path());
            }
        });
    }

    private <T> List<T> read(String sql, Row<T> row, String... parameters) {
        try (Connection connection = DriverManager.getConnection(postgres);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(row.of(rows));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("the database cannot be read", e);
        }
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp found = row.getTimestamp(column);
        return found.toInstant();
    }

    private interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }
}
