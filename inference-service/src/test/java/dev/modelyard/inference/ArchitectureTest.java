package dev.modelyard.inference;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.modelyard.inference", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule featuresHaveNoCycles =
            slices().matching("dev.modelyard.inference.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule queuesKnowNoHttpNoCallerAndNoKafka = noClasses()
            .that()
            .resideInAPackage("..batching..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta.ws.rs..", "dev.modelyard.servicekit..", "org.apache.kafka..", "io.smallrye.reactive..");

    @ArchTest
    static final ArchRule residencesKnowNoHttpAndNoDeployments = noClasses()
            .that()
            .resideInAPackage("..residency..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "dev.modelyard.servicekit..", "..inference.deployment..");

    @ArchTest
    static final ArchRule deploymentsKnowNoHttp = noClasses()
            .that()
            .resideInAPackage("..deployment..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "dev.modelyard.servicekit..", "..inference.prediction..");

    @ArchTest
    static final ArchRule onlyResourcesSpeakHttp = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Resource")
            .and()
            .haveSimpleNameNotEndingWith("Filter")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.ws.rs..");

    @ArchTest
    static final ArchRule resourcesCallServicesOnly = noClasses()
            .that()
            .haveSimpleNameEndingWith("Resource")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..deployment..", "..residency..", "..batching..", "..placement..");

    @ArchTest
    static final ArchRule publishersAndListenersAreCalledFromAbove = noClasses()
            .that()
            .haveSimpleNameEndingWith("Publisher")
            .should()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("Service")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("Listener");

    @ArchTest
    static final ArchRule nativeCallsStayInBatchingAndLoading = noClasses()
            .that()
            .resideOutsideOfPackages("..batching..", "..residency..", "..inference.benchmark..")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("ServableModel");

    @ArchTest
    static final ArchRule nothingNeedsTheBenchmarks = classes()
            .that()
            .resideInAPackage("..inference.benchmark..")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAPackage("..inference.benchmark..");
}
