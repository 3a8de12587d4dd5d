package dev.modelyard.servicekit.request;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of every HTTP request. */
@ConfigMapping(prefix = "modelyard.request")
public interface RequestConfig {
    /** The largest JSON body that is read; a larger one is answered 413. Uploads have limits of their own. */
    @WithDefault("16M")
    MemorySize jsonLimit();

    /** The deepest nesting of objects and lists in a JSON body. */
    @WithDefault("64")
    int jsonDepth();

    /** How many values, names and brackets a JSON body may have: in memory each takes many times what it takes in the body. */
    @WithDefault("1000000")
    long jsonTokens();
}
