package dev.modelyard.api.facade.gts;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.ProblemException;
import dev.modelyard.servicekit.upload.LimitedInputStream;
import dev.modelyard.servicekit.upload.Multipart;
import dev.modelyard.servicekit.upload.Upload;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Forms with files for a task. Files are stored as they come and become the task's when the form is complete, so the task's id may come
 * last. After something in it has been refused the rest is read and forgotten: clients look for an answer when they have sent all.
 */
@ApplicationScoped
class UploadForms {
    private static final Set<String> TASK = Set.of("task_id", "taskid");
    private static final Set<String> FILES = Set.of("files", "filename", "file");
    private static final int LONGEST_ID = 1024;
    private static final int MOST_FILES = 100;
    private static final String FAILED = "上传失败: ";

    private final GtsTaskService tasks;
    private final GtsFileService files;
    private final long largest;

    UploadForms(GtsTaskService tasks, GtsFileService files, GtsConfig config) {
        this.tasks = tasks;
        this.files = files;
        this.largest = config.largestUpload().asLongValue();
    }

    /**
     * Reads a form to its end.
     *
     * @throws GtsRefusalException if there is no such task, or a file cannot be taken
     * @throws UnprocessableBodyException if it is no form, or has no id or no files
     * @throws ProblemException 413 if it is too large
     */
    void receive(Caller caller, HttpHeaders headers, InputStream body) throws IOException {
        String type = Optional.ofNullable(headers.getHeaderString(HttpHeaders.CONTENT_TYPE))
                .orElse("");
        if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            throw new UnprocessableBodyException(
                    List.of(BodyFault.missing("body", "files"), BodyFault.missing("body", "task_id")));
        }
        Multipart form = Multipart.open(new LimitedInputStream(body, largest), type);
        Incoming incoming = new Incoming(caller);
        boolean kept = false;
        try {
            for (Optional<Upload> part = form.next(); part.isPresent(); part = form.next()) {
                incoming.take(part.get());
            }
            incoming.keep();
            kept = true;
        } finally {
            if (!kept) {
                files.discard(incoming.received);
            }
        }
    }

    /** A form so far. */
    private final class Incoming {
        private final Caller caller;
        private final List<GtsFile> received = new ArrayList<>();
        private Optional<String> task = Optional.empty();
        private Optional<GtsRefusalException> refusal = Optional.empty();

        Incoming(Caller caller) {
            this.caller = caller;
        }

        void take(Upload part) throws IOException {
            String name = part.name().orElse("");
            if (TASK.contains(name)) {
                byte[] id = part.content().readNBytes(LONGEST_ID);
                task = Optional.of(new String(id, StandardCharsets.UTF_8));
                refuseUnless(tasks.find(caller, task.get()).isPresent(), GtsUploadResource.NO_TASK);
            } else if (FILES.contains(name) && refusal.isEmpty()) {
                store(part);
            }
        }

        private void store(Upload part) {
            String name = part.givenName().orElse("");
            FileName.fault(name).ifPresent(fault -> refuseUnless(false, FAILED + fault));
            refuseUnless(received.size() < MOST_FILES, FAILED + "一次最多上传" + MOST_FILES + "个文件");
            if (refusal.isEmpty()) {
                try {
                    received.add(files.receive(caller, name, part.content()));
                } catch (ProblemException e) {
                    if (e.code() != ErrorCode.QUOTA_EXCEEDED) {
                        throw e;
                    }
                    refusal = Optional.of(GtsRefusalException.because("上传失败", e));
                }
            }
        }

        /** The first refusal is the one that is told. */
        private void refuseUnless(boolean good, String message) {
            if (!good && refusal.isEmpty()) {
                refusal = Optional.of(new GtsRefusalException(GtsRefusalException.FAILED, message));
            }
        }

        void keep() {
            refusal.ifPresent(found -> {
                throw found;
            });
            List<BodyFault> faults = new ArrayList<>();
            if (received.isEmpty()) {
                faults.add(BodyFault.missing("body", "files"));
            }
            if (task.isEmpty()) {
                faults.add(BodyFault.missing("body", "task_id"));
            }
            if (!faults.isEmpty()) {
                throw new UnprocessableBodyException(faults);
            }
            files.keep(tasks.require(caller, task.get(), GtsUploadResource.NO_TASK), received);
        }
    }
}
