package dev.modelyard.servicekit.problem;

/** How an API that others have specified words its errors. Implementations are CDI beans; requests that none of them takes are answered with problem+json. */
public interface ErrorShape {
    /** Whether a request of that path, as it stands in its URI, belongs to the API. */
    boolean takes(String path);

    /** Of the body. */
    String mediaType();

    /** What is written as the body, in JSON. */
    Object body(Failure failure);

    default int status(Failure failure) {
        return failure.code().httpStatus();
    }
}
