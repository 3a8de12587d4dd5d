package dev.modelyard.artifactstore;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.modelyard.artifactstore", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule EXTRACTION_KNOWS_NO_STORE = noClasses()
            .that()
            .resideInAPackage("..extraction")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.modelyard.artifactstore", "dev.modelyard.contracts..");

    @ArchTest
    static final ArchRule ONLY_THE_S3_STORE_KNOWS_AMAZON = noClasses()
            .that()
            .haveNameNotMatching(".*\\.S3Store(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..");

    @ArchTest
    static final ArchRule ONLY_EXTRACTION_KNOWS_ARCHIVES = noClasses()
            .that()
            .resideOutsideOfPackage("..extraction")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.commons..");

    @ArchTest
    static final ArchRule OF_CONTRACTS_ARTIFACTS_ONLY = classes()
            .that()
            .resideInAPackage("dev.modelyard.artifactstore..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "software.amazon..",
                    "org.apache.commons..",
                    "dev.modelyard.artifactstore..",
                    "dev.modelyard.contracts.artifact",
                    "dev.modelyard.contracts.wire");
}
