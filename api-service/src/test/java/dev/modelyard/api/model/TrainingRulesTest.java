package dev.modelyard.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.modelyard.contracts.task.Task;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.servicekit.problem.FieldError;
import dev.modelyard.servicekit.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"min_epochs\":1,\"max_epochs\":1,\"batch_size\":1,\"accumulation\":1,\"patience\":0,\"keep_checkpoints\":1}",
                "{\"min_epochs\":10000,\"max_epochs\":10000,\"batch_size\":4096,\"accumulation\":64,\"patience\":1000}",
                "{\"learning_rate\":100,\"warmup\":0.5,\"weight_decay\":1,\"label_smoothing\":0.99,\"gradient_clip\":0.001}",
                "{\"input_size\":28,\"augmentation\":true,\"keep_checkpoints\":100}"
            })
    void whatLiesInItsRangeIsTaken(String settings) {
        assertThatCode(() -> TrainingRules.check(read(settings), Task.IMAGE_CLASSIFICATION))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "min_epochs,0",
        "max_epochs,0",
        "max_epochs,10001",
        "max_epochs,1000000000",
        "batch_size,0",
        "batch_size,4097",
        "learning_rate,0",
        "learning_rate,-1",
        "learning_rate,100.1",
        "warmup,0.51",
        "warmup,-0.1",
        "weight_decay,1.1",
        "label_smoothing,1",
        "gradient_clip,0",
        "accumulation,65",
        "patience,-1",
        "patience,1001",
        "input_size,27",
        "input_size,1025",
        "keep_checkpoints,0",
        "keep_checkpoints,101"
    })
    void whatLiesOutsideIsNamed(String field, String value) {
        assertThat(errors("{\"" + field + "\":" + value + "}", Task.IMAGE_CLASSIFICATION))
                .extracting(FieldError::field)
                .containsExactly("parameters." + field);
    }

    @ParameterizedTest
    @CsvSource({"max_tokens,7", "max_tokens,8193", "freeze_layers,-1", "freeze_layers,1001"})
    void whatLiesOutsideForTextsIsNamed(String field, String value) {
        assertThat(errors("{\"" + field + "\":" + value + "}", Task.TEXT_SIMILARITY))
                .extracting(FieldError::field)
                .containsExactly("parameters." + field);
    }

    @ParameterizedTest
    @CsvSource({"r_drop,-1", "r_drop,101", "text_augmentation,-0.1", "text_augmentation,0.6"})
    void whatLiesOutsideForFewExamplesIsNamed(String field, String value) {
        assertThat(errors("{\"few_shot\":{\"" + field + "\":" + value + "}}", Task.TEXT_CLASSIFICATION))
                .extracting(FieldError::field)
                .containsExactly("parameters.few_shot." + field);
    }

    @Test
    void neighboursHaveNoVotesForLabelsOfACall() {
        assertThat(errors("{\"few_shot\":{\"neighbours\":true,\"label_matching\":true}}", Task.TEXT_CLASSIFICATION))
                .extracting(FieldError::field)
                .containsExactly("parameters.few_shot.neighbours");
    }

    @Test
    void fewShotIsForTexts() {
        TrainingRules.check(read("{\"few_shot\":{\"r_drop\":1}}"), Task.TEXT_INFERENCE);
        assertThat(errors("{\"few_shot\":{\"r_drop\":1}}", Task.IMAGE_CLASSIFICATION))
                .extracting(FieldError::field)
                .containsExactly("parameters.few_shot");
    }

    @Test
    void tokensAndLayersAreForTexts() {
        TrainingRules.check(read("{\"max_tokens\":64,\"freeze_layers\":2}"), Task.TEXT_INFERENCE);
        assertThat(errors("{\"max_tokens\":64,\"freeze_layers\":2}", Task.TABULAR_REGRESSION))
                .extracting(FieldError::field)
                .containsExactly("parameters.max_tokens", "parameters.freeze_layers");
    }

    @Test
    void everythingAtFaultIsNamedAtOnce() {
        assertThat(errors("{\"max_epochs\":0,\"warmup\":2,\"input_size\":64}", Task.TABULAR_REGRESSION))
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder("parameters.max_epochs", "parameters.warmup", "parameters.input_size");
    }

    @Test
    void theLeastEpochsAreNotMoreThanTheMost() {
        assertThat(errors("{\"min_epochs\":9,\"max_epochs\":8}", Task.IMAGE_CLASSIFICATION))
                .extracting(FieldError::field)
                .containsExactly("parameters.min_epochs");
    }

    private static List<FieldError> errors(String settings, Task task) {
        return catchThrowableOfType(ProblemException.class, () -> TrainingRules.check(read(settings), task))
                .failure()
                .errors();
    }

    private static TrainingSettings read(String settings) {
        return Json.read(settings, TrainingSettings.class);
    }
}
