package dev.modelyard.api.facade.gts;

import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.servicekit.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The tasks of an owner, by name; nobody sees another's, admins neither. */
@ApplicationScoped
class GtsTaskService {
    static final String UNKNOWN = "任务id不存在";

    private static final String DEFAULT_ENGINE = "qiankunding";
    static final String BAGUALU = "bagualu";
    private static final Set<String> ENGINES = Set.of(DEFAULT_ENGINE, BAGUALU);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final int LONGEST_NAME = 200;

    private final GtsTaskStore tasks;

    GtsTaskService(GtsTaskStore tasks) {
        this.tasks = tasks;
    }

    /**
     * What became of a creation.
     *
     * @param name the task's id, also if it was there before
     */
    record Creation(String name, boolean created) {}

    /**
     * Creates a task.
     *
     * @param name empty: one is made of the type and the time
     * @throws GtsRefusalException if nothing here can train such a task
     */
    @Transactional
    Creation create(Caller caller, String name, String type, String engine) {
        TaskType known = TaskType.named(type)
                .orElseThrow(() ->
                        new GtsRefusalException(GtsRefusalException.FAILED, "不支持的任务类型: " + LabelFile.shown(type)));
        String named = engine.isEmpty() ? DEFAULT_ENGINE : engine;
        if (!ENGINES.contains(named)) {
            throw new GtsRefusalException(GtsRefusalException.FAILED, "不支持的引擎类型: " + LabelFile.shown(engine));
        }
        String id = name.isEmpty()
                ? known.wireName() + "_"
                        + LocalDateTime.now(ZoneId.systemDefault()).format(TIME)
                : name;
        if (id.isBlank()
                || id.length() > LONGEST_NAME
                || id.chars()
                        .anyMatch(character ->
                                Character.isISOControl(character) || character == BodyFields.REPLACEMENT)) {
            throw new GtsRefusalException(
                    GtsRefusalException.FAILED, "任务名称不合法: 必须是1到" + LONGEST_NAME + "个字符，不能只有空白，也不能有控制字符");
        }
        boolean created = tasks.add(new GtsTask(
                UUID.randomUUID().toString(),
                caller.owner(),
                id,
                known,
                named,
                Optional.empty(),
                false,
                Instant.now().truncatedTo(ChronoUnit.MICROS)));
        return new Creation(id, created);
    }

    /** The names of all tasks, the oldest first. */
    @Transactional
    List<String> list(OwnerId owner) {
        return tasks.names(owner);
    }

    @Transactional
    Optional<GtsTask> find(Caller caller, String name) {
        return tasks.find(caller.owner(), name);
    }

    /**
     * The task of that name.
     *
     * @param otherwise what is said if there is none
     */
    @Transactional
    GtsTask require(Caller caller, String name, String otherwise) {
        return tasks.find(caller.owner(), name)
                .orElseThrow(() -> new GtsRefusalException(GtsRefusalException.FAILED, otherwise));
    }

    /** Keeps everybody else from a task until the caller's transaction ends; refused if it was deleted meanwhile. */
    @Transactional(TxType.MANDATORY)
    GtsTask hold(GtsTask task) {
        return tasks.lock(task.id())
                .filter(found -> !found.deleted())
                .orElseThrow(() -> new GtsRefusalException(GtsRefusalException.FAILED, UNKNOWN));
    }
}
