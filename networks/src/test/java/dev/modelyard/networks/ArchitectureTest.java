package dev.modelyard.networks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.modelyard.networks", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule THE_VALUE_KNOWS_ONLY_THE_JDK = classes()
            .that()
            .resideInAPackage("..networks.graph..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "dev.modelyard.networks.graph..");

    @ArchTest
    static final ArchRule SHAPES_NEED_NO_WEIGHTS = classes()
            .that()
            .resideInAPackage("..networks.shape..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "org.jspecify..", "dev.modelyard.networks.graph..", "dev.modelyard.networks.shape..");

    @ArchTest
    static final ArchRule NO_ENGINE_IS_NEEDED = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "ai.onnxruntime..", "dev.modelyard.contracts..");

    @ArchTest
    static final ArchRule ONLY_JSON_SAFETENSORS_AND_PRETRAINED_READ_WHAT_COMES_FROM_OUTSIDE = noClasses()
            .that()
            .resideOutsideOfPackages("..networks.json..", "..networks.safetensors..", "..networks.pretrained..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.jackson..", "java.nio.file..", "java.nio.channels..");

    @ArchTest
    static final ArchRule RENDERINGS_KNOW_NOTHING_OF_EACH_OTHER = noClasses()
            .that()
            .resideInAnyPackage("..networks.torchscript..", "..networks.onnx..", "..networks.json..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..networks.preset..");

    @ArchTest
    static final ArchRule PROTOBUF_STAYS_IN_ONNX = noClasses()
            .that()
            .resideOutsideOfPackage("..networks.onnx..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.onnx.proto..", "com.google.protobuf..");
}
