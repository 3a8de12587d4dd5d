package dev.modelyard.api.facade.gts;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** The table {@code gts_file}. Every method runs in its caller's transaction, and those that change something under the task's lock. */
@ApplicationScoped
class GtsFileStore {
    private final StatelessSession session;

    GtsFileStore(StatelessSession session) {
        this.session = session;
    }

    Optional<GtsFile> find(String task, String name) {
        return session
                .createNativeQuery(
                        "select name, key, bytes from gts_file where task = :task and name = :name", Object[].class)
                .setParameter("task", task)
                .setParameter("name", name)
                .getResultList()
                .stream()
                .map(GtsFileStore::file)
                .findFirst();
    }

    List<GtsFile> list(String task) {
        return session
                .createNativeQuery(
                        "select name, key, bytes from gts_file where task = :task order by name", Object[].class)
                .setParameter("task", task)
                .getResultList()
                .stream()
                .map(GtsFileStore::file)
                .toList();
    }

    /** In the place of one of that name, if there is any. */
    void put(String task, GtsFile file) {
        session.createNativeMutationQuery("""
                        insert into gts_file (task, name, key, bytes) values (:task, :name, :key, :bytes)
                        on conflict (task, name) do update set key = excluded.key, bytes = excluded.bytes""")
                .setParameter("task", task)
                .setParameter("name", file.name())
                .setParameter("key", file.key())
                .setParameter("bytes", file.bytes())
                .executeUpdate();
    }

    void removeAll(String task) {
        session.createNativeMutationQuery("delete from gts_file where task = :task")
                .setParameter("task", task)
                .executeUpdate();
    }

    private static GtsFile file(Object[] row) {
        return new GtsFile((String) row[0], (String) row[1], (Long) row[2]);
    }
}
