package dev.modelyard.modellibrary;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

@AnalyzeClasses(packages = "dev.modelyard.modellibrary", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule SAMPLES_AND_METRICS_KNOW_NOTHING_ELSE = noClasses()
            .that()
            .resideInAnyPackage("..sample..", "..metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai..", "..preprocessing..", "..prediction..", "dev.modelyard.networks..");

    @ArchTest
    static final ArchRule PREPROCESSING_KNOWS_NO_RUNTIME = noClasses()
            .that()
            .resideInAPackage("..preprocessing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "ai.onnxruntime..",
                    "ai.djl.ndarray..",
                    "ai.djl.engine..",
                    "ai.djl.pytorch..",
                    "ai.djl.inference..",
                    "..prediction..");

    @ArchTest
    static final ArchRule NO_SERVICE_CODE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..", "org.apache.kafka..", "dev.modelyard.trainer..");

    @ArchTest
    static final ArchRule NO_CYCLES = SlicesRuleDefinition.slices()
            .matching("dev.modelyard.modellibrary.(*)..")
            .should()
            .beFreeOfCycles();
}
