package dev.modelyard.api;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.modelyard.api.messaging.MessageHandler;
import jakarta.persistence.Entity;
import jakarta.ws.rs.Path;

/** How the features of this service may know one another. */
@AnalyzeClasses(packages = "dev.modelyard.api", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule featuresFormNoCycles =
            slices().matching("dev.modelyard.api.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule resourcesAndListenersKnowNoStore = noClasses()
            .that()
            .areAnnotatedWith(Path.class)
            .or()
            .implement(MessageHandler.class)
            .should()
            .dependOnClassesThat(resideInAPackage("dev.modelyard.api..").and(simpleNameEndingWith("Store")));

    @ArchTest
    static final ArchRule servicesKnowNoHttp = noClasses()
            .that()
            .haveSimpleNameEndingWith("Service")
            .or()
            .haveSimpleNameEndingWith("Store")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.ws.rs..");

    @ArchTest
    static final ArchRule entitiesStayInTheirPackage =
            classes().that().areAnnotatedWith(Entity.class).should().bePackagePrivate();

    @ArchTest
    static final ArchRule whatAnswersHttpIsAResource =
            classes().that().areAnnotatedWith(Path.class).should().haveSimpleNameEndingWith("Resource");

    @ArchTest
    static final ArchRule facadesCallServicesOfFeatures = noClasses()
            .that()
            .resideInAPackage("dev.modelyard.api.facade..")
            .should()
            .dependOnClassesThat(resideOutsideOfPackage("dev.modelyard.api.facade..")
                    .and(resideInAPackage("dev.modelyard.api.."))
                    .and(simpleNameEndingWith("Store")
                            .or(simpleNameEndingWith("Publisher"))
                            .or(simpleNameEndingWith("Client"))
                            .or(simpleNameEndingWith("Resource"))));

    @ArchTest
    static final ArchRule nothingKnowsAFacade = noClasses()
            .that()
            .resideOutsideOfPackage("dev.modelyard.api.facade..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.modelyard.api.facade..");

    @ArchTest
    static final ArchRule jobsKnowNothingOfWhatTheyAreAbout = noClasses()
            .that()
            .resideInAPackage("dev.modelyard.api.job..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.modelyard.api.dataset..",
                    "dev.modelyard.api.model..",
                    "dev.modelyard.api.deployment..",
                    "dev.modelyard.api.worker..",
                    "dev.modelyard.api.webhook..",
                    "dev.modelyard.api.dispatch..");

    @ArchTest
    static final ArchRule onlyJobsMoveJobs = noClasses()
            .that()
            .resideOutsideOfPackage("dev.modelyard.api.job..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("dev.modelyard.api.job.JobTransitions");

    @ArchTest
    static final ArchRule nobodyTrainsOrDrawsHere =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("ai.djl..", "ai.onnxruntime..", "java.awt..");
}
