package dev.modelyard.networks.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.modelyard.networks.graph.Initialization;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Node;
import dev.modelyard.networks.preset.NetworkCatalog;
import dev.modelyard.networks.preset.Preset;
import dev.modelyard.networks.sample.NetworkSampler;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkJsonTest {
    private static final String SOUND = """
            {"version":1,
             "inputs":[{"name":"features","type":"f32","dimensions":["batch",4]}],
             "nodes":[{"type":"linear","name":"hidden","input":"features","input_size":4,"output_size":3,"bias":true,
                       "initialization":{"type":"fan_in"}},
                      {"type":"activation","name":"relu","input":"hidden","function":"relu"}],
             "outputs":["relu"],"training_outputs":["hidden"]}
            """;

    @Test
    void everyNodeAndInitializationHasAWord() {
        assertThat(Set.copyOf(NetworkModule.NODES.values())).isEqualTo(Set.of(Node.class.getPermittedSubclasses()));
        assertThat(Set.copyOf(NetworkModule.INITIALIZATIONS.values()))
                .isEqualTo(Set.of(Initialization.class.getPermittedSubclasses()));
    }

    @Property(shrinking = ShrinkingMode.OFF, tries = 20)
    void anyNetworkComesBackAsItWas(@ForAll long seed) {
        Network network = NetworkSampler.draw(seed);

        assertThat(NetworkJson.read(NetworkJson.write(network))).isEqualTo(network);
    }

    @Test
    void presetsComeBackAsTheyWere() {
        for (Preset preset : NetworkCatalog.standard().presets()) {
            Network network = preset.build(preset.nominal());

            assertThat(NetworkJson.read(NetworkJson.write(network))).isEqualTo(network);
        }
    }

    @Test
    void fileNamesNoClass() {
        for (Preset preset : NetworkCatalog.standard().presets()) {
            String json = new String(NetworkJson.write(preset.build(preset.nominal())), StandardCharsets.UTF_8);

            assertThat(json)
                    .doesNotContain("dev.modelyard")
                    .doesNotContain("Conv2d")
                    .doesNotContain("java");
        }
    }

    @Test
    void soundTextIsRead() {
        Network network = NetworkJson.read(SOUND.getBytes(StandardCharsets.UTF_8));

        assertThat(network.outputs()).containsExactly("relu");
        assertThat(network.parameters()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "version":1          | "version":2              | version 2
                    "input_size":4       | "input_size":0           | hidden: input_size must be between 1
                    "input_size":4       | "input_size":4.5         | nodes[0].input_size: a value is missing or not
                    "input_size":4       | "input_size":"4"         | nodes[0].input_size: a value is missing or not
                    "input_size":4,      | ``                       | nodes[0].input_size: a value is missing or not
                    "input_size":4       | "input_size":99999999999 | nodes[0].input_size
                    "input_size":4       | "input_size":4,"input_size":4 | not sound JSON
                    "input_size":4       | "input_size":4,"dilation":2   | the field 'dilation' is not known
                    "type":"linear"      | "type":"java.lang.Runtime"    | the type 'java.lang.Runtime' is not known
                    "type":"linear",     | ``                       | type is missing
                    "function":"relu"    | "function":"exec"        | nodes[1].function
                    "function":"relu"    | "function":0             | nodes[1].function
                    "function":"relu"    | "function":null          | nodes[1].function
                    "input":"hidden"     | "input":"later"          | relu: input 'later' is neither an input nor
                    "name":"relu"        | "name":"hidden"          | the name 'hidden' is used twice
                    "name":"relu"        | "name":"../relu"         | name '../relu' must be
                    "outputs":["relu"]   | "outputs":[]             | outputs must be different names of nodes
                    "outputs":["relu"]   | "outputs":[null]         | a value is missing or not
                    "outputs":["relu"]   | "outputs":["features"]   | outputs must be different names of nodes
                    ["batch",4]          | [4,"batch"]              | dimensions must begin with the batch
                    ["batch",4]          | ["batch",-4]             | dimension: size must be between 1
                    ["batch",4]          | ["batch",null]           | inputs[0]
                    "f32"                | "f33"                    | inputs[0].type
                    """)
    void unsoundTextIsRefusedWithAReason(String sound, String unsound, String reason) {
        String json = SOUND.replaceFirst(Pattern.quote(sound), unsound == null ? "" : unsound);
        assertThat(json).isNotEqualTo(SOUND);

        assertThatExceptionOfType(NetworkFormatException.class)
                .isThrownBy(() -> NetworkJson.read(json.getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.getMessage())
                        .doesNotContain("dev.modelyard")
                        .doesNotContain("jackson"));
    }

    @ParameterizedTest
    @CsvSource({"''", "null", "[]", "1", "{", "{}", "'[[[[[[[[[[[[[[[[[[[[[[[[[[[['"})
    void whatIsNoNetworkAtAllIsRefused(String json) {
        assertThatExceptionOfType(NetworkFormatException.class)
                .isThrownBy(() -> NetworkJson.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Property(shrinking = ShrinkingMode.OFF, tries = 300)
    void damagedTextIsReadOrRefusedButNothingElse(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] json = SOUND.getBytes(StandardCharsets.UTF_8);
        for (int change = random.nextInt(4); change >= 0; change--) {
            json[random.nextInt(json.length)] = (byte) random.nextInt(256);
        }

        try {
            assertThat(NetworkJson.read(json).nodes()).isNotEmpty();
        } catch (NetworkFormatException e) {
            assertThat(e).hasMessageContaining("network");
        }
    }
}
