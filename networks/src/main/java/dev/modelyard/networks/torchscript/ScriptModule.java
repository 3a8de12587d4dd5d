package dev.modelyard.networks.torchscript;

import dev.modelyard.networks.weights.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * A TorchScript module: its methods as text and its tensors. Losses and other small pieces can be written this way too.
 *
 * @param methods methods in TorchScript, indented by two blanks; {@code forward} takes {@code self: __torch__.Network}
 * @param parameters attributes that gradients change
 * @param statistics attributes that the forward pass changes; listed as parameters that require no gradient, since
 *     DJL finds no others
 * @param buffers attributes that nothing changes
 */
public record ScriptModule(
        String methods,
        SequencedMap<String, Tensor> parameters,
        SequencedMap<String, Tensor> statistics,
        SequencedMap<String, Tensor> buffers) {
    private static final String ROOT = "network/";

    /** A module without tensors. */
    public static ScriptModule of(String methods) {
        return new ScriptModule(methods, new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    /** Writes the {@code .pt} archive: pickled structure, code, and every tensor raw and aligned. The stream stays open. */
    public void write(OutputStream stream) throws IOException {
        SequencedMap<String, Tensor> all = new LinkedHashMap<>(parameters);
        all.putAll(statistics);
        all.putAll(buffers);
        AlignedZip zip = new AlignedZip(stream);
        zip.add(ROOT + "data.pkl", structure(all));
        zip.add(ROOT + "byteorder", ascii("little"));
        int number = 0;
        for (Tensor tensor : all.values()) {
            zip.add(ROOT + "data/" + number++, tensor.data());
        }
        zip.add(ROOT + "code/__torch__.py", ByteBuffer.wrap(code(all).getBytes(StandardCharsets.UTF_8)));
        zip.add(ROOT + "constants.pkl", new Pickle().emptyTuple().end());
        // Version 10 is libtorch's since 1.12; operators below are as of then.
        zip.add(ROOT + "version", ascii("10\n"));
        zip.finish();
    }

    /** The archive in memory. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private ByteBuffer structure(SequencedMap<String, Tensor> all) {
        Pickle pickle = new Pickle().beginObject("__torch__", "Network");
        int number = 0;
        for (var attribute : all.entrySet()) {
            pickle.string(attribute.getKey());
            pickle.tensor(Integer.toString(number++), attribute.getValue(), parameters.containsKey(attribute.getKey()));
        }
        pickle.string("training").bool(true);
        return pickle.endObject().end();
    }

    private String code(SequencedMap<String, Tensor> all) {
        StringBuilder code = new StringBuilder("class Network(Module):\n");
        code.append("  __parameters__ = [");
        Stream.concat(parameters.keySet().stream(), statistics.keySet().stream())
                .forEach(name -> code.append('"').append(name).append("\", "));
        code.append("]\n  __buffers__ = [");
        buffers.keySet().forEach(name -> code.append('"').append(name).append("\", "));
        code.append("]\n");
        all.keySet().forEach(name -> code.append("  ").append(name).append(" : Tensor\n"));
        return code.append("  training : bool\n").append(methods).toString();
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
