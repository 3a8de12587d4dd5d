package dev.modelyard.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.UntrainedModel;
import dev.modelyard.contracts.deployment.DeploymentEvent;
import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.identity.Revocation;
import dev.modelyard.contracts.job.Dispatch;
import dev.modelyard.contracts.job.JobControl;
import dev.modelyard.contracts.job.JobEvent;
import dev.modelyard.contracts.job.JobSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The golden files are the contract: a change of one is a change of what running services of the version before read and write.
 * {@code -Dmodelyard.golden.write=true} writes them anew.
 */
class GoldenMessagesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final ObjectMapper PLAIN = new ObjectMapper();

    static Stream<String> names() {
        return Samples.all().keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("names")
    void writesWhatItsGoldenFileSays(String name) throws IOException {
        Path file = GOLDEN.resolve(name + ".json");
        JsonNode written = PLAIN.readTree(Json.write(sample(name)));
        if (Boolean.getBoolean("modelyard.golden.write")) {
            Files.writeString(file, written.toPrettyString() + "\n");
        }
        assertThat(written).isEqualTo(PLAIN.readTree(Files.readString(file)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void readsItsGoldenFileWithFieldsOfANewerVersion(String name) throws IOException {
        ObjectNode golden = (ObjectNode) PLAIN.readTree(Files.readString(GOLDEN.resolve(name + ".json")));
        golden.putObject("of_a_newer_version").put("n", 1);

        assertThat(Json.read(golden.toString(), familyOf(sample(name)))).isEqualTo(sample(name));
    }

    @Test
    void hasAGoldenFileForEveryKindOfMessage() {
        assertThat(Stream.of(JobEvent.class, JobControl.class, DeploymentEvent.class, Revocation.class)
                        .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()))
                        .filter(type -> !type.getSimpleName().equals("Unknown")))
                .allSatisfy(type -> assertThat(Samples.all().values()).anyMatch(type::isInstance));
        assertThat(Arrays.stream(JobSpec.class.getPermittedSubclasses()).filter(type -> type != JobSpec.Unknown.class))
                .allSatisfy(type -> assertThat(Samples.all().values())
                        .anyMatch(sample -> sample instanceof Dispatch dispatch && type.isInstance(dispatch.spec())));
    }

    @Test
    void readsKindsOfANewerVersionAsUnknown() throws JsonProcessingException {
        ObjectNode event = (ObjectNode) PLAIN.readTree(Json.write(sample("event-stopped")));
        event.put("type", "dreamt");
        ObjectNode dispatch = (ObjectNode) PLAIN.readTree(Json.write(sample("dispatch-split")));
        ((ObjectNode) dispatch.get("spec")).put("kind", "dream");

        assertThat(Json.read(event.toString(), JobEvent.class)).isInstanceOf(JobEvent.Unknown.class);
        assertThat(Json.read(dispatch.toString(), Dispatch.class).spec()).isInstanceOf(JobSpec.Unknown.class);
        assertThat(ErrorCode.of("of_a_newer_version")).isEqualTo(ErrorCode.INTERNAL);
    }

    @Test
    void revocationsOfTheVersionBeforeAndOfANewerOneKillAllTokensOfTheClient() {
        Revocation ofTheVersionBefore =
                Json.read("{\"client\":\"sid_someone\",\"at\":\"2026-11-22T10:15:30.125Z\"}", Revocation.class);
        Revocation ofANewerOne = Json.read(
                "{\"type\":\"grant\",\"grant\":\"g\",\"client\":\"sid_someone\",\"at\":\"2026-11-22T10:15:30.125Z\"}",
                Revocation.class);

        assertThat(ofTheVersionBefore).isEqualTo(sample("revocation"));
        assertThat(ofANewerOne).isEqualTo(sample("revocation"));
    }

    @Test
    void aRevocationReplacesOnTheTopicOnlyAnEarlierOneOfTheSameThing() {
        assertThat(Stream.of("revocation", "revocation-secret", "revocation-signing-key")
                        .map(name -> ((Revocation) sample(name)).recordKey()))
                .containsExactly("sid_someone", "sid_someone:sec_abcdefghijklmnopqrstuvwxyz", ":a-key-id");
    }

    /** What {@link DesiredDeployment} was before a model could be served untrained. */
    private record DesiredDeploymentBefore(ModelId model, long revision, int version, ArtifactReference artifact) {}

    @Test
    void aReaderFromBeforeUntrainedVersionsRefusesTheirMessagesAndReadsAllOthers() {
        String trained = Json.write(sample("deployment"));
        String untrained = Json.write(sample("deployment-untrained-rows"));

        assertThat(Json.read(trained, DesiredDeploymentBefore.class).version()).isEqualTo(3);
        assertThatThrownBy(() -> Json.read(untrained, DesiredDeploymentBefore.class))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void aDeploymentHasAnArtifactOrWhatItIsMadeOf() throws JsonProcessingException {
        ObjectNode neither = (ObjectNode) PLAIN.readTree(Json.write(sample("deployment")));
        neither.remove("artifact");
        ObjectNode both = (ObjectNode) PLAIN.readTree(Json.write(sample("deployment-untrained-rows")));
        both.set("artifact", PLAIN.readTree(Json.write(sample("deployment"))).get("artifact"));
        ObjectNode ofANewerKind = (ObjectNode) PLAIN.readTree(Json.write(sample("deployment-untrained-rows")));
        ((ObjectNode) ofANewerKind.at("/untrained/data")).put("kind", "smells");

        assertThat(List.of(neither, both, ofANewerKind))
                .allSatisfy(message -> assertThatThrownBy(() -> Json.read(message.toString(), DesiredDeployment.class))
                        .isInstanceOf(MalformedMessageException.class));
    }

    @Test
    void whatAnUntrainedModelIsMadeOfHasADigestOfItsOwn() {
        UntrainedModel model =
                new UntrainedModel("resnet18", 42, new UntrainedModel.Pictures(64, List.of("cat", "dog")));

        assertThat(model.digest())
                .matches("[0-9a-f]{64}")
                .isEqualTo(Json.read(Json.write(model), UntrainedModel.class).digest())
                .isNotEqualTo(new UntrainedModel("resnet18", 43, model.data()).digest())
                .isNotEqualTo(new UntrainedModel("resnet18-compact", 42, model.data()).digest())
                .isNotEqualTo(new UntrainedModel("resnet18", 42, new UntrainedModel.Pictures(64, List.of("dog", "cat")))
                        .digest());
    }

    @Test
    void saysWhatIsWrongWithAMessageThatIsNone() {
        assertThatThrownBy(() -> Json.read("{\"type\":", JobEvent.class)).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> Json.read("{}", Dispatch.class)).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> Json.read("null", Dispatch.class)).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> Json.read("{\"job\":\"../../etc\"}", Dispatch.class))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("Dispatch");
    }

    private static Object sample(String name) {
        return Objects.requireNonNull(Samples.all().get(name), name);
    }

    private static Class<?> familyOf(Object sample) {
        return switch (sample) {
            case JobEvent _ -> JobEvent.class;
            case JobControl _ -> JobControl.class;
            case DeploymentEvent _ -> DeploymentEvent.class;
            case Revocation _ -> Revocation.class;
            default -> sample.getClass();
        };
    }
}
