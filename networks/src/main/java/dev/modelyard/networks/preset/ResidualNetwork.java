package dev.modelyard.networks.preset;

import dev.modelyard.networks.graph.Activation;
import dev.modelyard.networks.graph.Add;
import dev.modelyard.networks.graph.AvgPool2d;
import dev.modelyard.networks.graph.BatchNorm;
import dev.modelyard.networks.graph.Conv2d;
import dev.modelyard.networks.graph.Dropout;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Extent;
import dev.modelyard.networks.graph.GlobalAveragePool;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.MaxPool2d;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Softmax;
import java.util.List;

/**
 * ResNets of basic blocks (He et al. 2016). Parameters have the names torchvision gives them, so that its weights fit.
 *
 * @param widths channels of each stage; every stage after the first halves the picture
 * @param stem how the picture enters
 * @param shortcut how a block's input reaches its end where its shape changes
 * @param lastGain what the scale of a block's last batch norm begins with
 * @param dropout before the last layer; 0 for none
 */
record ResidualNetwork(List<Integer> widths, Stem stem, Shortcut shortcut, double lastGain, double dropout) {
    private static final int BLOCKS = 2;
    private static final int SMALL = 32;

    /** How the picture enters. */
    enum Stem {
        /** 7×7 at half resolution and a maximum pool, as in the paper. */
        PAPER,
        /** 3×3, at half resolution only for pictures of more than 32 pixels. */
        COMPACT,
        /**
         * Two 3×3, the first at half resolution, the second of pictures of more than 32 pixels at a quarter: most of what a
         * processor would spend on the early, wide maps is saved (after the ResNet-C stem of He et al. 2019, "Bag of tricks").
         */
        FRUGAL
    }

    /** How a block's input reaches its end where its shape changes. */
    enum Shortcut {
        /** 1×1 convolution that skips pixels, as in the paper. */
        STRIDED,
        /** Average pool, then a 1×1 convolution (He et al. 2019, "Bag of tricks"). */
        POOLED
    }

    Network build(NetworkRequest.Image request) {
        NodeList nodes = new NodeList();
        String last = enter(nodes, request);
        int channels = widths.getFirst();
        for (int stage = 0; stage < widths.size(); stage++) {
            for (int block = 0; block < BLOCKS; block++) {
                int step = stage > 0 && block == 0 ? 2 : 1;
                String name = "layer" + (stage + 1) + "." + block;
                last = block(nodes, name, last, channels, widths.get(stage), step);
                channels = widths.get(stage);
            }
        }
        last = nodes.add(new GlobalAveragePool("pool", last));
        if (dropout > 0) {
            last = nodes.add(new Dropout("dropout", last, dropout));
        }
        String logits = nodes.add(Linear.of("fc", last, channels, request.classes()));
        String probabilities = nodes.add(new Softmax("probabilities", logits, 1));
        Input image = Input.of("image", ElementType.F32, request.channels(), request.height(), request.width());
        return new Network(List.of(image), nodes.nodes(), List.of(probabilities), List.of(logits));
    }

    private String enter(NodeList nodes, NetworkRequest.Image request) {
        int width = widths.getFirst();
        return switch (stem) {
            case PAPER -> {
                nodes.add(Conv2d.square("conv1", "image", request.channels(), width, 7, 2));
                nodes.add(BatchNorm.of("bn1", "conv1", width));
                nodes.add(Activation.relu("relu", "bn1"));
                yield nodes.add(new MaxPool2d("maxpool", "relu", Extent.square(3), Extent.square(2), Extent.square(1)));
            }
            case COMPACT -> {
                int step = Math.max(request.height(), request.width()) > SMALL ? 2 : 1;
                nodes.add(Conv2d.square("conv1", "image", request.channels(), width, 3, step));
                nodes.add(BatchNorm.of("bn1", "conv1", width));
                yield nodes.add(Activation.relu("relu", "bn1"));
            }
            case FRUGAL -> {
                int step = Math.max(request.height(), request.width()) > SMALL ? 2 : 1;
                nodes.add(Conv2d.square("stem.conv1", "image", request.channels(), width / 2, 3, 2));
                nodes.add(BatchNorm.of("stem.bn1", "stem.conv1", width / 2));
                nodes.add(Activation.relu("stem.relu1", "stem.bn1"));
                nodes.add(Conv2d.square("conv1", "stem.relu1", width / 2, width, 3, step));
                nodes.add(BatchNorm.of("bn1", "conv1", width));
                yield nodes.add(Activation.relu("relu", "bn1"));
            }
        };
    }

    private String block(NodeList nodes, String name, String input, int from, int to, int step) {
        String last = nodes.add(Conv2d.square(name + ".conv1", input, from, to, 3, step));
        last = nodes.add(BatchNorm.of(name + ".bn1", last, to));
        last = nodes.add(Activation.relu(name + ".relu1", last));
        last = nodes.add(Conv2d.square(name + ".conv2", last, to, to, 3, 1));
        last = nodes.add(BatchNorm.of(name + ".bn2", last, to).withGain(lastGain));
        String around = from == to && step == 1 ? input : shortcut(nodes, name, input, from, to, step);
        last = nodes.add(new Add(name + ".add", List.of(last, around)));
        return nodes.add(Activation.relu(name + ".relu2", last));
    }

    private String shortcut(NodeList nodes, String name, String input, int from, int to, int step) {
        String projection = name + ".downsample.0";
        String last =
                switch (shortcut) {
                    case STRIDED -> nodes.add(Conv2d.square(projection, input, from, to, 1, step));
                    case POOLED -> {
                        Extent window = Extent.square(step);
                        // Kept partial windows give an odd side the same half as the convolution beside it.
                        String pooled = nodes.add(new AvgPool2d(
                                name + ".downsample.pool", input, window, window, Extent.square(0), true));
                        yield nodes.add(Conv2d.square(projection, pooled, from, to, 1, 1));
                    }
                };
        return nodes.add(BatchNorm.of(name + ".downsample.1", last, to));
    }
}
