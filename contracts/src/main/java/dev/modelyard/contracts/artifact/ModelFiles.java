package dev.modelyard.contracts.artifact;

/** The files of a model version. */
public final class ModelFiles {
    /** A {@link ModelSummary}: task, labels, metrics and lineage. */
    public static final String SUMMARY = "model.json";
    /** The network as a value. */
    public static final String NETWORK = "network.json";
    /** The best weights. */
    public static final String WEIGHTS = "weights.safetensors";
    /** The weights after the last epoch, where they are not the best. */
    public static final String LAST_WEIGHTS = "last.safetensors";
    /** Network and best weights for ONNX Runtime. */
    public static final String ONNX = "model.onnx";
    /** The same with weights of eight bits, for networks that gain from it. */
    public static final String ONNX_INT8 = "model.int8.onnx";
    /** Network and best weights as TorchScript. */
    public static final String TORCHSCRIPT = "model.pt";
    /** One label a line, in the order of their ids. */
    public static final String LABELS = "labels.txt";
    /** How a raw sample becomes the network's inputs. */
    public static final String PREPROCESSING = "preprocessing.json";
    /** The vocabulary or tokenizer of a text model. */
    public static final String TOKENIZER = "tokenizer.json";
    /** The scores on validation and test split. */
    public static final String METRICS = "metrics.json";
    /** An {@link Evaluation}; for classes only. */
    public static final String EVALUATION = "evaluation.json";
    /** One {@link dev.modelyard.contracts.job.EpochMetrics} a line. */
    public static final String HISTORY = "history.jsonl";

    private ModelFiles() {}
}
