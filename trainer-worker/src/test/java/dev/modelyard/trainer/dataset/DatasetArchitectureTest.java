package dev.modelyard.trainer.dataset;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.modelyard.trainer.dataset", importOptions = ImportOption.DoNotIncludeTests.class)
class DatasetArchitectureTest {
    private static final String[] BELOW = {
        "java..",
        "javax.imageio..",
        "jakarta.enterprise.context",
        "org.jspecify..",
        "com.fasterxml.jackson..",
        "de.siegmar.fastcsv..",
        "io.smallrye.config..",
        "io.quarkus.runtime.configuration",
        "dev.modelyard.contracts..",
        "dev.modelyard.artifactstore..",
        "dev.modelyard.trainer.run",
        "dev.modelyard.trainer.dataset.content"
    };

    @ArchTest
    static final ArchRule READING_CONTENT_KNOWS_NO_VERSIONS = classes()
            .that()
            .resideInAPackage("..dataset.content")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(BELOW);

    @ArchTest
    static final ArchRule DATASETS_KNOW_NO_NETWORK_AND_NO_ALGORITHM = classes()
            .that()
            .resideInAPackage("..trainer.dataset")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(BELOW).or(resideInAPackage("..trainer.dataset")));
}
