package dev.modelyard.api.facade;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The one table of paths that belong to facades: everything below a facade's mount, and, for clients that know only host and port, names
 * at the root. A name at the root has one owner; two facades that claim it are a defect that shows when the class is loaded.
 */
public final class FacadePaths {
    private static final String ROOT = "/api/";

    /** Paths at the root, and where the same is below the mount of the facade that owns it. */
    private static final Map<String, Target> AT_ROOT = new TreeMap<>();

    static {
        claim(
                Facade.GTS,
                "create_task",
                "list_task",
                "check_task_status",
                "delete_task",
                "upfiles",
                "train",
                "stop_train",
                "start_inference",
                "predict",
                "inference",
                "end_inference");
    }

    private FacadePaths() {}

    /** A path of a facade, without a slash at its end. */
    public record Target(Facade facade, String path) {}

    /**
     * Where a request belongs.
     *
     * @param path as it stands in the URI, a slash at its end or not
     * @return empty if no facade has to do with it
     */
    public static Optional<Target> of(String path) {
        String bare = withoutSlashes(path);
        return Optional.ofNullable(AT_ROOT.get(bare)).or(() -> mounted(bare));
    }

    /** Whether a path belongs to a facade. */
    public static boolean belongs(Facade facade, String path) {
        return of(path).filter(target -> target.facade() == facade).isPresent();
    }

    private static Optional<Target> mounted(String path) {
        return Arrays.stream(Facade.values())
                .filter(facade -> path.equals(facade.mount()) || path.startsWith(facade.mount() + "/"))
                .map(facade -> new Target(facade, path))
                .findFirst();
    }

    private static void claim(Facade facade, String... names) {
        Stream.of(names).forEach(name -> {
            Target before = AT_ROOT.putIfAbsent(ROOT + name, new Target(facade, facade.mount() + "/" + name));
            if (before != null) {
                throw new IllegalStateException(ROOT + name + " already belongs to " + before.facade());
            }
        });
    }

    private static String withoutSlashes(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }
}
