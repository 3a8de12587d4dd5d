package dev.modelyard.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.modelyard.contracts", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule KNOWS_ONLY_THE_JDK_AND_JACKSON = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "com.fasterxml.jackson..", "org.jspecify..", "dev.modelyard.contracts..");

    @ArchTest
    static final ArchRule IDS_KNOW_NOTHING_ELSE = noClasses()
            .that()
            .resideInAPackage("..id..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..job..", "..artifact..", "..deployment..", "..worker..", "..wire..");

    @ArchTest
    static final ArchRule NOTHING_HERE_READS_OR_WRITES_FILES =
            noClasses().should().dependOnClassesThat().resideInAPackage("java.nio.file..");
}
