package dev.modelyard.trainer.device;

import dev.modelyard.contracts.job.Precision;
import dev.modelyard.networks.graph.Attention;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.torchscript.RenderOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/** The arithmetic a network trains in on this machine. */
public final class Arithmetic {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    /** Instructions that multiply bfloat16; without them libtorch emulates it, far slower than f32. */
    private static final Set<String> BF16_FLAGS = Set.of("avx512_bf16", "amx_bf16");

    private static final int PICTURE_AXES = 4;

    private Arithmetic() {}

    /**
     * Precision and layout of a network. AUTO takes bf16 for pictures and attention where processor or GPU has it; small
     * networks over rows and texts gain nothing from it. Without the hardware there is no bf16 even for who asks: the backward convolution that
     * libtorch 2.7 emulates it with ends the process.
     *
     * @param devices GPUs the run may use
     */
    public static RenderOptions choose(Precision precision, Network network, int devices) {
        return choose(precision, network, devices > 0 || processorHasBf16());
    }

    static RenderOptions choose(Precision precision, Network network, boolean hardware) {
        boolean pictures = takesPictures(network);
        boolean bf16 =
                switch (precision) {
                    case BF16 -> hardware;
                    case FP32 -> false;
                    case AUTO -> (pictures || attends(network)) && hardware;
                };
        return new RenderOptions(bf16, pictures);
    }

    /** Threads one operation of a network is divided among. Those over rows and bags are too short for more than one. */
    public static int threads(Network network, int available) {
        return takesPictures(network) || attends(network) ? available : 1;
    }

    private static boolean attends(Network network) {
        return network.nodes().stream().anyMatch(Attention.class::isInstance);
    }

    private static boolean takesPictures(Network network) {
        return network.inputs().stream().anyMatch(input -> input.dimensions().size() == PICTURE_AXES);
    }

    /** Whether this machine's processor multiplies bfloat16. */
    public static boolean processorHasBf16() {
        if (!Files.isReadable(PROCESSORS)) {
            return false;
        }
        try {
            return flagsHaveBf16(Files.readString(PROCESSORS));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + PROCESSORS, e);
        }
    }

    static boolean flagsHaveBf16(String processors) {
        return processors
                .lines()
                .filter(line -> line.startsWith("flags"))
                .findFirst()
                .map(line -> Arrays.stream(line.split("\\s+")).anyMatch(BF16_FLAGS::contains))
                .orElse(false);
    }
}
