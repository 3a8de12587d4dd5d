package dev.modelyard.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.modelyard.trainer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule featuresHaveNoCycles =
            slices().matching("dev.modelyard.trainer.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule algorithmsKnowNothingOfEachOther =
            slices().matching("dev.modelyard.trainer.algorithm.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule theLoopKnowsNoTaskAndNoDataset = noClasses()
            .that()
            .resideInAnyPackage("..trainer.training..", "..trainer.checkpoint..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..trainer.algorithm..", "..trainer.dataset..", "jakarta..");

    @ArchTest
    static final ArchRule importsAndSplitsKnowNoTraining = noClasses()
            .that()
            .resideInAPackage("..trainer.dataset..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..trainer.algorithm..", "..trainer.training..", "ai.djl..");

    @ArchTest
    static final ArchRule onlyIntakeProgressAndControlSpeakToKafka = noClasses()
            .that()
            .resideOutsideOfPackages("..trainer.intake..", "..trainer.progress..", "..trainer.control..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.eclipse.microprofile.reactive..", "io.smallrye.reactive..");

    @ArchTest
    static final ArchRule nativeCallsStayInTheLoopAndTheDevice = noClasses()
            .that()
            .resideOutsideOfPackages("..trainer.training..", "..trainer.device..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule takingJobsKnowsNotWhatTheyDo = noClasses()
            .that()
            .resideInAnyPackage("..trainer.intake..", "..trainer.run..", "..trainer.progress..", "..trainer.control..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..trainer.algorithm..", "..trainer.training..", "..trainer.dataset..", "..trainer.checkpoint..");

    @ArchTest
    static final ArchRule nothingNeedsTheBenchmarks = classes()
            .that()
            .resideInAPackage("..trainer.benchmark..")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAPackage("..trainer.benchmark..");
}
