package dev.modelyard.api.webhook;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.modelyard.api.job.JobState;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.servicekit.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What may be asked of a webhook; each refusal is a 400 that names the field. */
final class WebhookRules {
    private static final Set<String> KINDS = Arrays.stream(
                    Objects.requireNonNull(JobSpec.class.getAnnotation(JsonSubTypes.class))
                            .value())
            .map(JsonSubTypes.Type::name)
            .filter(kind -> !kind.equals(new JobSpec.Unknown().kind()))
            .collect(Collectors.toUnmodifiableSet());

    private WebhookRules() {}

    static Endpoint endpoint(String url) {
        try {
            return Endpoint.of(url);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalidField("url", Objects.requireNonNullElse(e.getMessage(), "is no address"));
        }
    }

    /** Each once, sorted. */
    static List<String> kinds(List<String> asked) {
        if (!asked.stream().allMatch(kind -> kind != null && KINDS.contains(kind))) {
            throw ProblemException.invalidField("kinds", "must be some of " + String.join(", ", new TreeSet<>(KINDS)));
        }
        return asked.stream().distinct().sorted().toList();
    }

    /** Each once, sorted. */
    static List<JobState> states(List<JobState> asked) {
        if (!asked.stream().allMatch(state -> state != null && state.ended())) {
            throw ProblemException.invalidField("states", "must be some of succeeded, failed, stopped");
        }
        return asked.stream().distinct().sorted().toList();
    }
}
