package dev.modelyard.servicekit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.modelyard.servicekit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("dev.modelyard.servicekit.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule knowsNoDomainWord = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.modelyard.contracts.job..",
                    "dev.modelyard.contracts.artifact..",
                    "dev.modelyard.contracts.deployment..",
                    "dev.modelyard.contracts.worker..",
                    "dev.modelyard.contracts.task..");

    @ArchTest
    static final ArchRule problemsDependOnNoOtherPackage = noClasses()
            .that()
            .resideInAPackage("..problem..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..identity..", "..paging..", "..upload..", "..json..", "..request..");

    @ArchTest
    static final ArchRule kafkaStaysInListeners = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Listener")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule configurationIsAnInterface =
            classes().that().haveSimpleNameEndingWith("Config").should().beInterfaces();

    @ArchTest
    static final ArchRule nothingPrints = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
