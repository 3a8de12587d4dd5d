package dev.modelyard.api.facade.gts;

import dev.modelyard.api.artifact.UploadService;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks through the files of a training before it is accepted, a line at a time, and says of the first that is wrong where and why. */
@ApplicationScoped
class DataCheckService {
    private static final String UNUSABLE = "不存在或者数据格式不合法";
    private static final String WITHOUT_TEST = "测试数据没有标签，未用于计算test_acc";

    private final GtsFileService files;
    private final UploadService uploads;
    private final long longestLine;

    DataCheckService(GtsFileService files, UploadService uploads, GtsConfig config) {
        this.files = files;
        this.uploads = uploads;
        this.longestLine = config.longestLine().asLongValue();
    }

    /**
     * The files that a call names.
     *
     * @throws GtsRefusalException -101 with the first fault
     */
    TrainingData check(GtsTask task, TrainCall call) {
        Optional<GtsFile> unlabelled = unlabelled(task, call);
        Labels labels = labels(task, call);
        Checked train = required("训练数据", task, "train_data", call.train(), labels, LabelRule.ALL);
        if (train.seen().size() < 2) {
            throw refused("训练数据", new InvalidDataException(train.file().name() + "的样本只有一个标签"));
        }
        Checked validation = required("验证数据", task, "val_data", call.validation(), labels, LabelRule.ALL);
        Optional<Checked> test = call.test().isEmpty()
                ? Optional.empty()
                : Optional.of(required("测试数据", task, "test_data", call.test(), labels, LabelRule.ALL_OR_NONE));
        List<String> known = labels.require();
        return new TrainingData(
                task.type(),
                train.file(),
                validation.file(),
                test.filter(Checked::labelled).map(Checked::file),
                unlabelled,
                known,
                test.filter(file -> !file.labelled()).map(_ -> WITHOUT_TEST));
    }

    /** Which samples of a file have labels. */
    private enum LabelRule {
        ALL,
        ALL_OR_NONE,
        NONE
    }

    /** @param seen two of its labels, or as many as there are */
    private record Checked(GtsFile file, boolean labelled, Set<String> seen) {}

    /**
     * The labels of a task, or what is wrong with its label file: that is told last, as the original does.
     *
     * @param source what says which labels there are
     */
    private record Labels(Set<String> names, String source, Optional<InvalidDataException> fault) {
        boolean allow(String label) {
            return fault.isPresent() || names.contains(label);
        }

        List<String> require() {
            fault.ifPresent(found -> {
                throw refused("标签数据", found);
            });
            return List.copyOf(names);
        }
    }

    /** What the mode learns from without labels; labels in it, if any, are passed over. */
    private Optional<GtsFile> unlabelled(GtsTask task, TrainCall call) {
        if (!call.advanced()) {
            return Optional.empty();
        }
        if (call.unlabeled().isEmpty()) {
            throw new GtsRefusalException(GtsRefusalException.DATA, "高级模式需提供无标签数据");
        }
        Labels any = new Labels(Set.of(), "", Optional.of(new InvalidDataException("")));
        try {
            return Optional.of(checked(task, "unlabeled_data", call.unlabeled(), any, LabelRule.NONE)
                    .file());
        } catch (InvalidDataException e) {
            throw new GtsRefusalException(GtsRefusalException.DATA, "无标签数据" + UNUSABLE, e.detail());
        }
    }

    private Labels labels(GtsTask task, TrainCall call) {
        if (!task.type().labels().isEmpty()) {
            return new Labels(
                    new LinkedHashSet<>(task.type().labels()),
                    String.join("、", task.type().labels()),
                    Optional.empty());
        }
        try {
            GtsFile file = find(task, "label_data", call.labels());
            try (InputStream content = open(file)) {
                return new Labels(new LinkedHashSet<>(LabelFile.read(content)), file.name(), Optional.empty());
            } catch (IOException e) {
                throw unreadable(e);
            }
        } catch (InvalidDataException e) {
            return new Labels(Set.of(), call.labels(), Optional.of(e));
        }
    }

    private Checked required(String what, GtsTask task, String field, String name, Labels labels, LabelRule rule) {
        try {
            return checked(task, field, name, labels, rule);
        } catch (InvalidDataException e) {
            throw refused(what, e);
        }
    }

    private Checked checked(GtsTask task, String field, String name, Labels labels, LabelRule rule)
            throws InvalidDataException {
        GtsFile file = find(task, field, name);
        boolean labelled = false;
        Set<String> seen = new HashSet<>();
        Optional<DataLines.Line> first = Optional.empty();
        Optional<DataLines.Line> without = Optional.empty();
        try (DataLines lines = new DataLines(open(file), longestLine)) {
            for (Optional<DataLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                first = first.isPresent() ? first : line;
                if (rule == LabelRule.NONE) {
                    Sample.unlabelled(task.type(), line.get());
                    continue;
                }
                Sample sample = Sample.read(task.type(), line.get());
                if (sample.label().isPresent()) {
                    labelled = true;
                    if (seen.size() < 2) {
                        seen.add(sample.label().get());
                    }
                    requireKnown(file, line.get(), sample.label().get(), labels);
                } else {
                    without = without.isPresent() ? without : line;
                }
                if (without.isPresent() && (labelled || rule == LabelRule.ALL)) {
                    throw Sample.missing(without.get(), Sample.LABEL);
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (first.isEmpty()) {
            throw new InvalidDataException(file.name() + "没有样本");
        }
        return new Checked(file, labelled, seen);
    }

    private static void requireKnown(GtsFile file, DataLines.Line line, String label, Labels labels)
            throws InvalidDataException {
        if (!labels.allow(label)) {
            throw new InvalidDataException("文件【%s】样本【%d】格式错误：标签【%s】不在标签数据【%s】中"
                    .formatted(file.name(), line.number(), LabelFile.shown(label), labels.source()));
        }
    }

    private GtsFile find(GtsTask task, String field, String name) throws InvalidDataException {
        if (name.isEmpty()) {
            throw new InvalidDataException(field + "未指定，路径不存在");
        }
        return files.find(task, name).orElseThrow(() -> new InvalidDataException(LabelFile.shown(name) + "路径不存在"));
    }

    /** One that was replaced in this very moment is gone too. */
    private InputStream open(GtsFile file) throws IOException, InvalidDataException {
        try {
            return uploads.open(file.key());
        } catch (NoSuchFileException e) {
            throw new InvalidDataException(file.name() + "路径不存在");
        }
    }

    private static GtsRefusalException refused(String what, InvalidDataException fault) {
        return new GtsRefusalException(GtsRefusalException.DATA, what + UNUSABLE + ": \n" + fault.detail());
    }

    private static ProblemException unreadable(IOException cause) {
        return new ProblemException(
                Failure.of(
                        ErrorCode.STORAGE_UNAVAILABLE, "The files of the task cannot be read; try again in a moment."),
                cause);
    }
}
