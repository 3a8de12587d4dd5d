package dev.modelyard.api.facade;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FacadePathsTest {
    @ParameterizedTest
    @CsvSource({
        "/api/train, /gts/api/train",
        "/api/train/, /gts/api/train",
        "/api/list_task//, /gts/api/list_task",
        "/gts/api/train, /gts/api/train",
        "/gts/api/anything/, /gts/api/anything",
        "/gts/api/, /gts/api"
    })
    void leadsToTheOnePathOfTheFacade(String path, String target) {
        assertThat(FacadePaths.of(path)).contains(new FacadePaths.Target(Facade.GTS, target));
        assertThat(FacadePaths.belongs(Facade.GTS, path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/api",
                "/api/",
                "/api/trains",
                "/gts/apis",
                "/gts",
                "/v1/models",
                "/v1/models/",
                "api/train"
            })
    void leavesEverythingElseAlone(String path) {
        assertThat(FacadePaths.of(path)).isEmpty();
    }

    @Test
    void everyMountIsBelowTheRoot() {
        assertThat(Facade.values())
                .allSatisfy(facade -> assertThat(facade.mount()).startsWith("/").doesNotEndWith("/"));
    }
}
