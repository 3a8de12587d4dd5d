package dev.modelyard.modellibrary.prediction;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.artifact.ModelSummary;
import dev.modelyard.contracts.artifact.ServingPrecision;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.MalformedMessageException;
import dev.modelyard.modellibrary.preprocessing.OptionTokens;
import dev.modelyard.modellibrary.preprocessing.Prepared;
import dev.modelyard.modellibrary.preprocessing.Preparer;
import dev.modelyard.modellibrary.preprocessing.Preprocessing;
import dev.modelyard.modellibrary.sample.ChoiceSample;
import dev.modelyard.modellibrary.sample.InvalidSampleException;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.modellibrary.sample.SampleForm;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A model version in memory, ready to answer. {@link #prepare} runs on any thread and may fail for one sample alone;
 * {@link #run} is one native call for many, safe for concurrent use and best called from bounded platform threads.
 */
public final class ServableModel implements AutoCloseable {
    private static final long SESSION_BYTES = 1 << 20;
    private static final long WEIGHT_FACTOR = 2;
    private static final long TABLE_FACTOR = 4;

    private final ModelSummary summary;
    private final Preprocessing preprocessing;
    private final Preparer preparer;
    private final OrtSession session;
    private final OnnxInputs inputs;
    private final Answers answers;

    private ServableModel(ModelSummary summary, Preprocessing preprocessing, Preparer preparer, OrtSession session)
            throws OrtException {
        this.summary = summary;
        this.preprocessing = preprocessing;
        this.preparer = preparer;
        this.session = session;
        this.inputs = OnnxInputs.of(session);
        this.answers = Answers.of(summary);
    }

    /** Loads the model version whose files lie in a folder, in the arithmetic it was trained in. */
    public static ServableModel load(Path folder, SessionSettings settings) {
        return load(folder, ServingPrecision.FP32, settings);
    }

    /**
     * Loads the model version whose files lie in a folder; they are not needed afterwards.
     *
     * @throws UnservableModelException if a file is missing, broken or not runnable
     */
    public static ServableModel load(Path folder, ServingPrecision precision, SessionSettings settings) {
        try {
            ModelSummary summary =
                    Json.read(Files.readAllBytes(folder.resolve(ModelFiles.SUMMARY)), ModelSummary.class);
            Preprocessing preprocessing = Preprocessing.read(folder);
            Preparer preparer = preprocessing.open(folder);
            boolean loaded = false;
            Path onnx = folder.resolve(precision.file());
            try (OrtSession.SessionOptions options = options(settings)) {
                OrtSession session = OnnxRuntime.environment().createSession(onnx.toString(), options);
                ServableModel model = new ServableModel(summary, preprocessing, preparer, session);
                loaded = true;
                return model;
            } finally {
                if (!loaded) {
                    preparer.close();
                }
            }
        } catch (IOException | MalformedMessageException | OrtException e) {
            throw new UnservableModelException("the model cannot be loaded: " + e.getMessage(), e);
        }
    }

    private static OrtSession.SessionOptions options(SessionSettings settings) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(settings.threads());
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        // Spinning threads of many loaded models starve each other and the training next door.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    /** What the model is: task, labels, lineage. */
    public ModelSummary summary() {
        return summary;
    }

    /**
     * The memory in bytes that the model version in a folder will take, for a budget: its weights, which ONNX Runtime keeps as they are
     * and once more in the order that its kernels read, the tables of its preprocessing as Java objects, and what every session takes.
     *
     * @throws IOException if there is no model
     */
    public static long estimate(Path folder, ServingPrecision precision) throws IOException {
        Path tables = folder.resolve(ModelFiles.TOKENIZER);
        long ofTables = Files.exists(tables) ? TABLE_FACTOR * Files.size(tables) : 0;
        return SESSION_BYTES + WEIGHT_FACTOR * Files.size(folder.resolve(precision.file())) + ofTables;
    }

    /**
     * Makes one sample ready.
     *
     * @throws InvalidSampleException if this sample cannot be read, naming what is wrong
     */
    public Prepared prepare(Sample sample) {
        return preparer.prepare(sample);
    }

    /** What its samples are. */
    public SampleForm form() {
        return preprocessing.form();
    }

    /** Whether it chooses by what labels say, so that a {@link ChoiceSample} may bring others than it was trained with. */
    public boolean choosesLabels() {
        return preprocessing instanceof OptionTokens;
    }

    /** A sample that stands for any, to warm the model up with and to measure it. */
    public Prepared blank() {
        return preparer.blank();
    }

    /**
     * Answers all samples in one call, in their order.
     *
     * @param samples made ready by this model, at least one
     */
    public List<Prediction> run(List<Prepared> samples) {
        try {
            Map<String, OnnxTensor> batch = inputs.batch(samples);
            try (OrtSession.Result result = session.run(batch)) {
                return answers.read(floats(result.get(0)), samples);
            } finally {
                batch.values().forEach(OnnxValue::close);
            }
        } catch (OrtException e) {
            throw new IllegalStateException("the network could not be run: " + e.getMessage(), e);
        }
    }

    private static float[] floats(OnnxValue value) {
        FloatBuffer buffer = ((OnnxTensor) value).getFloatBuffer();
        float[] floats = new float[buffer.remaining()];
        buffer.get(floats);
        return floats;
    }

    /** Frees the native memory. No call may be running or follow. */
    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the session could not be closed: " + e.getMessage(), e);
        } finally {
            preparer.close();
        }
    }
}
