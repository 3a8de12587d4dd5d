package dev.modelyard.standalone;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

@AnalyzeClasses(packages = "dev.modelyard.standalone", importOptions = ImportOption.DoNotIncludeTests.class)
class ModulesTest {
    @ArchTest
    static final ArchRule NO_PACKAGE_CYCLES = SlicesRuleDefinition.slices()
            .matching("dev.modelyard.standalone.(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_DEMO_KNOWS_THE_PUBLIC_API_ONLY = ArchRuleDefinition.noClasses()
            .that()
            .resideInAPackage("..demo..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..stack..", "..process..", "..installation..", "..machine..", "..embedded..");

    @ArchTest
    static final ArchRule ONLY_COMMANDS_PARSE_OPTIONS = ArchRuleDefinition.noClasses()
            .that()
            .resideOutsideOfPackages("dev.modelyard.standalone", "..command..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");
}
