package dev.modelyard.api.webhook;

import dev.modelyard.api.ApiUser;
import dev.modelyard.api.job.JobRequest;
import dev.modelyard.api.job.JobService;
import dev.modelyard.api.job.JobSubject;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.WebhookId;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.identity.Role;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.path.json.JsonPath;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** The webhooks and receivers of a test, which are gone after it, and jobs that end. */
@Dependent
class Hooks {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final JobService jobs;
    private final List<Hook> made = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    Hooks(JobService jobs) {
        this.jobs = jobs;
    }

    static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LONGEST).pollInterval(Duration.ofMillis(50)).until(condition);
    }

    /** A webhook for everything. */
    Hook make(ApiUser owner, String url) {
        return make(owner, url, Map.of());
    }

    Hook make(ApiUser owner, String url, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("url", url);
        JsonPath answer = owner.send(body)
                .post("/v1/webhooks")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        Hook hook = new Hook(owner, new WebhookId(answer.getString("id")), answer.getString("secret"));
        add(hook);
        return hook;
    }

    /** One that was made otherwise is to go too. */
    void add(Hook hook) {
        made.add(hook);
    }

    <T extends AutoCloseable> T opened(T receiver) {
        open.add(receiver);
        return receiver;
    }

    /** A job that is stopped before anybody could see it in the queue; in the transaction at hand, if there is one. */
    JobId endedJob(ApiUser owner) {
        OwnerId submitter = new OwnerId(owner.name());
        JobSubject nothing = new JobSubject(Optional.empty(), Optional.empty(), Optional.empty());
        return QuarkusTransaction.joiningExisting().call(() -> {
            JobId id = jobs.submit(submitter, JobRequest.of(new JobSpec.Unknown(), nothing))
                    .id();
            jobs.stop(new Caller(submitter, Set.of(Role.USER)), id);
            return id;
        });
    }

    void close() throws Exception {
        for (Hook hook : made) {
            hook.owner().call().delete(hook.path()).then().statusCode(204);
        }
        for (AutoCloseable receiver : open) {
            receiver.close();
        }
    }
}
