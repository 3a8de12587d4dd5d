package dev.modelyard.networks.weights;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Random numbers that depend on a seed and a parameter's name only: SplitMix64 (Steele et al. 2014) and Marsaglia's polar
 * method, written out so that no version of a library can change them.
 */
final class ParameterStream {
    private long state;
    private double spare = Double.NaN;

    ParameterStream(long seed, String parameter) {
        this.state = digest(seed, parameter);
    }

    /** Uniform in [-1, 1). */
    double symmetric() {
        return (nextLong() >> 10) * 0x1.0p-53;
    }

    /** Normal with mean 0 and deviation 1. */
    double normal() {
        if (!Double.isNaN(spare)) {
            double ready = spare;
            spare = Double.NaN;
            return ready;
        }
        double x;
        double y;
        double square;
        do {
            x = symmetric();
            y = symmetric();
            square = x * x + y * y;
        } while (square >= 1 || square == 0);
        double factor = Math.sqrt(-2 * StrictMath.log(square) / square);
        spare = y * factor;
        return x * factor;
    }

    private long nextLong() {
        state += 0x9E3779B97F4A7C15L;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    private static long digest(long seed, String parameter) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).flip());
            return ByteBuffer.wrap(sha.digest(parameter.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
