package dev.modelyard.servicekit.problem;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;

/** Finds the shape of a request's errors. */
@Singleton
class ErrorShapes {
    private static final ErrorShape OURS = new ErrorShape() {
        @Override
        public boolean takes(String path) {
            return true;
        }

        @Override
        public String mediaType() {
            return Problem.MEDIA_TYPE;
        }

        @Override
        public Object body(Failure failure) {
            return Problem.of(failure);
        }
    };

    private final List<ErrorShape> shapes;

    ErrorShapes(@Any Instance<ErrorShape> shapes) {
        this.shapes = shapes.stream().toList();
    }

    ErrorShape of(String path) {
        return shapes.stream().filter(shape -> shape.takes(path)).findFirst().orElse(OURS);
    }
}
