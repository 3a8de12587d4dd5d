package dev.modelyard.trainer.run;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.modelyard.contracts.job.JobSpec;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The handlers this worker has, by the specification they take. */
@ApplicationScoped
public class JobHandlers {
    private final Map<Class<? extends JobSpec>, JobHandler<? extends JobSpec>> bySpecification = new HashMap<>();

    public JobHandlers(@All List<JobHandler<? extends JobSpec>> handlers) {
        for (JobHandler<? extends JobSpec> handler : handlers) {
            if (bySpecification.put(handler.specification(), handler) != null) {
                throw new IllegalStateException(
                        "two handlers for " + handler.specification().getSimpleName());
            }
        }
    }

    /** The handler of a specification, if this worker has one. */
    @SuppressWarnings("unchecked") // a handler is registered under exactly the class it takes
    <S extends JobSpec> Optional<JobHandler<S>> handlerOf(S specification) {
        return Optional.ofNullable((JobHandler<S>) bySpecification.get(specification.getClass()));
    }

    /** The kinds of job this worker knows, by their names on the wire. */
    public Set<String> kinds() {
        return Arrays.stream(JobSpec.class.getAnnotation(JsonSubTypes.class).value())
                .filter(type -> bySpecification.containsKey(type.value()))
                .map(JsonSubTypes.Type::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
