package dev.modelyard.auth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.modelyard.auth", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule tokensKnowClientsAndKeysAndClientsKnowKeysAndAllRevoke = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("token")
            .definedBy("..auth.token..")
            .layer("client")
            .definedBy("..auth.client..")
            .layer("key")
            .definedBy("..auth.key..")
            .layer("revocation")
            .definedBy("..auth.revocation..")
            .whereLayer("token")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("client")
            .mayOnlyBeAccessedByLayers("token")
            .whereLayer("key")
            .mayOnlyBeAccessedByLayers("client", "token")
            .whereLayer("revocation")
            .mayOnlyBeAccessedByLayers("client", "key");

    @ArchTest
    static final ArchRule rowsStayInTheirStore = classes()
            .that()
            .haveSimpleNameEndingWith("Entity")
            .should()
            .onlyHaveDependentClassesThat()
            .haveNameMatching(".*(Entity|Entity_|Store|Store_.*)(\\$.*)?");

    @ArchTest
    static final ArchRule storesServeServices = noClasses()
            .that()
            .haveSimpleNameEndingWith("Resource")
            .should()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("Store");

    @ArchTest
    static final ArchRule sqlStaysInStores = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Store")
            .and()
            .haveSimpleNameNotEndingWith("Entity")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.persistence..", "org.hibernate..");

    @ArchTest
    static final ArchRule kafkaStaysInThePublisher = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Publisher")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule httpStaysAtTheEdge = noClasses()
            .that()
            .haveSimpleNameEndingWith("Service")
            .or()
            .haveSimpleNameEndingWith("Store")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "io.vertx..");

    @ArchTest
    static final ArchRule nothingPrints = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
