package dev.modelyard.modellibrary.untrained;

import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.artifact.ModelSummary;
import dev.modelyard.contracts.artifact.UntrainedModel;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.modellibrary.picture.Picture;
import dev.modelyard.modellibrary.preprocessing.ImagePixels;
import dev.modelyard.modellibrary.preprocessing.Preprocessing;
import dev.modelyard.modellibrary.preprocessing.TabularRows;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.onnx.Onnx;
import dev.modelyard.networks.onnx.WeightFormat;
import dev.modelyard.networks.preset.NetworkCatalog;
import dev.modelyard.networks.preset.NetworkRequest;
import dev.modelyard.networks.shape.NetworkCost;
import dev.modelyard.networks.weights.Initializer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what serving needs of a model that was never trained: network with first weights, preprocessing, summary. The same model
 * gives the same bytes on every machine, so replicas answer alike.
 */
public final class UntrainedFiles {
    private UntrainedFiles() {}

    /**
     * Writes the files into a folder that is there.
     *
     * @throws UnknownNetworkException if there is no such network, or it is for other data
     * @throws IOException if the folder cannot be written to
     */
    public static void write(UntrainedModel model, Path folder) throws IOException {
        UntrainedModel.Data data = model.data();
        Network network = network(model);
        try (OutputStream onnx = new BufferedOutputStream(Files.newOutputStream(folder.resolve(ModelFiles.ONNX)))) {
            Onnx.write(network, Initializer.initialize(network, model.seed()), WeightFormat.F32, onnx);
        }
        Files.write(folder.resolve(ModelFiles.PREPROCESSING), Json.writeBytes(preprocessing(data)));
        ModelSummary summary = new ModelSummary(
                data.task(),
                model.network(),
                data.labels(),
                NetworkCost.parameterCount(network),
                Map.of(),
                0,
                0,
                0,
                Optional.empty());
        Files.write(folder.resolve(ModelFiles.SUMMARY), Json.writeBytes(summary));
    }

    private static Network network(UntrainedModel model) {
        try {
            return NetworkCatalog.standard().build(model.network(), request(model.data()));
        } catch (IllegalArgumentException e) {
            throw new UnknownNetworkException(
                    "network %s cannot be made: %s".formatted(model.network(), e.getMessage()), e);
        }
    }

    private static NetworkRequest request(UntrainedModel.Data data) {
        return switch (data) {
            case UntrainedModel.Pictures pictures ->
                new NetworkRequest.Image(
                        Picture.CHANNELS,
                        pictures.inputSize(),
                        pictures.inputSize(),
                        pictures.labels().size());
            case UntrainedModel.LabelledRows rows ->
                NetworkRequest.Tabular.unseen(
                        rows.columns().size(),
                        new NetworkRequest.Target.Classes(rows.labels().size()));
            case UntrainedModel.ValuedRows rows ->
                NetworkRequest.Tabular.unseen(rows.columns().size(), NetworkRequest.Target.Value.UNSEEN);
        };
    }

    private static Preprocessing preprocessing(UntrainedModel.Data data) {
        return switch (data) {
            case UntrainedModel.Pictures pictures -> new ImagePixels(pictures.inputSize(), pictures.inputSize());
            case UntrainedModel.LabelledRows rows -> numbers(rows.columns());
            case UntrainedModel.ValuedRows rows -> numbers(rows.columns());
        };
    }

    private static TabularRows numbers(List<String> columns) {
        return new TabularRows(columns.stream()
                .<TabularRows.Column>map(name -> new TabularRows.Numeric(name, 0, false))
                .toList());
    }
}
