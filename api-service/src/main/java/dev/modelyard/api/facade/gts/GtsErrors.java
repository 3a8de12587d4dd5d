package dev.modelyard.api.facade.gts;

import dev.modelyard.api.facade.Facade;
import dev.modelyard.api.facade.FacadePaths;
import dev.modelyard.servicekit.problem.ErrorShape;
import dev.modelyard.servicekit.problem.Failure;
import jakarta.inject.Singleton;

/** Errors that are none of the GTS document: before a method is reached, or of the platform. The status is that of HTTP, and stands in the body too. */
@Singleton
class GtsErrors implements ErrorShape {
    @Override
    public boolean takes(String path) {
        return FacadePaths.belongs(Facade.GTS, path);
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public Object body(Failure failure) {
        return GtsAnswer.of(status(failure), failure.detail()).fields();
    }
}
