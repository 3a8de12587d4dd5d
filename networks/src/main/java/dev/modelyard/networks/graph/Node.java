package dev.modelyard.networks.graph;

import java.util.List;

/**
 * One operation of a network. It yields one tensor, known by the node's name. Axis 0 is the batch; pictures are batch ×
 * channels × height × width.
 */
public sealed interface Node
        permits Activation,
                Add,
                Attention,
                Average,
                AvgPool2d,
                BatchNorm,
                BlockMask,
                Clip,
                Concat,
                Conv2d,
                Dropout,
                Embedding,
                EmbeddingBag,
                Exclude,
                Flatten,
                Gather,
                GlobalAveragePool,
                LayerNorm,
                Linear,
                MaxPool2d,
                NearestVotes,
                Normalize,
                PiecewiseLinearEncoding,
                PositionEmbedding,
                Scale,
                Select,
                Shift,
                Softmax {
    /** Unique in the network. */
    String name();

    /** The tensors it takes, by name of an input of the network or of an earlier node. */
    List<String> inputs();
}
