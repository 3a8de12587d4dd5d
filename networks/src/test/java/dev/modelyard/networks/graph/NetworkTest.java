package dev.modelyard.networks.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static final Input FEATURES = Input.of("features", ElementType.F32, 4);

    @Test
    void constructorsNameTheNodeAndTheField() {
        refused(() -> Linear.of("head", "x", 0, 2), "head: input_size");
        refused(() -> Conv2d.square("stem", "x", 3, 8, 0, 1), "stem: kernel");
        refused(() -> Conv2d.square("stem", "x", 3, 8, 3, 0), "stem: stride");
        refused(() -> new Dropout("drop", "x", 1), "drop: probability");
        refused(() -> new Dropout("drop", "x", Double.NaN), "drop: probability");
        refused(() -> new Clip("clip", "x", 1, 1), "clip: minimum");
        refused(() -> new Softmax("soft", "x", 0), "soft: axis");
        refused(() -> new Add("sum", List.of("x")), "sum: inputs");
        refused(() -> BatchNorm.of("norm", "x", -1), "norm: channels");
        refused(() -> new PiecewiseLinearEncoding("bins", "x", List.of(List.of(1f, 1f))), "bins: edges[0] must rise");
        refused(() -> new Scale("scale", "x", List.of(Float.NaN)), "scale: factors");
        refused(() -> Linear.of("double__underscore", "x", 1, 1), "double__underscore");
        refused(() -> Linear.of("1st", "x", 1, 1), "1st");
        refused(
                () -> new MaxPool2d("pool", "x", Extent.square(2), Extent.square(2), Extent.square(2)),
                "pool: padding");
        refused(
                () -> new Conv2d(
                        "grouped",
                        "x",
                        3,
                        4,
                        Extent.square(1),
                        Extent.square(1),
                        Extent.square(0),
                        2,
                        true,
                        Initialization.ZEROS),
                "grouped: groups");
    }

    @Test
    void nodesComeAfterWhatTheyTake() {
        List<Node> backwards = List.of(Activation.relu("relu", "hidden"), Linear.of("hidden", "features", 4, 3));

        refused(() -> new Network(List.of(FEATURES), backwards, List.of("relu")), "relu: input 'hidden'");
    }

    @Test
    void parametersThatNoBufferHoldsAreRefused() {
        Input image = Input.of("image", ElementType.F32, 1 << 20, 8, 8);

        refused(
                () -> new Network(
                        List.of(FEATURES), List.of(Linear.of("vast", "features", 1 << 30, 1 << 30)), List.of("vast")),
                "vast: has a parameter of more than 2 GiB");
        refused(
                () -> new Network(
                        List.of(image),
                        List.of(Conv2d.square("wide", "image", 1 << 30, 1 << 30, 4095, 1)),
                        List.of("wide")),
                "wide: has a parameter of more than 2 GiB");
    }

    @Test
    void inferenceLeavesOutWhatOnlyTrainingNeeds() {
        // Given a network with a second head that only training sees
        Network network = new Network(
                List.of(FEATURES),
                List.of(
                        Linear.of("hidden", "features", 4, 3),
                        Linear.of("helper", "hidden", 3, 2),
                        Linear.of("logits", "hidden", 3, 2),
                        new Softmax("probabilities", "logits", 1)),
                List.of("probabilities"),
                List.of("logits", "helper"));

        // Then
        assertThat(network.forInference().nodesByName().keySet()).containsExactly("hidden", "logits", "probabilities");
        assertThat(network.forTraining().outputs()).containsExactly("logits", "helper", "probabilities");
        assertThat(network.forTraining().parameters()).isEqualTo(network.parameters());
    }

    @Test
    void weightDecayLeavesNormsAndBiasesAlone() {
        Network network = new Network(
                List.of(Input.of("image", ElementType.F32, 3, 8, 8)),
                List.of(Conv2d.square("conv", "image", 3, 4, 3, 1), BatchNorm.of("norm", "conv", 4)),
                List.of("norm"));

        assertThat(network.parameters().stream().filter(ParameterSpec::decayed).map(ParameterSpec::name))
                .containsExactly("conv.weight");
        assertThat(network.parameters().stream()
                        .filter(parameter -> !parameter.trainable())
                        .map(ParameterSpec::name))
                .containsExactly("norm.running_mean", "norm.running_var");
    }

    private static void refused(ThrowingCallable construction, String reason) {
        assertThatExceptionOfType(InvalidNetworkException.class)
                .isThrownBy(construction)
                .withMessageContaining(reason);
    }
}
