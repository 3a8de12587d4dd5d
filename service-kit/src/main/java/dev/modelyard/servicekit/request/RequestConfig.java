package dev.modelyard.servicekit.request;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of every HTTP request. */
@ConfigMapping(prefix = "modelyard.request")
public interface RequestConfig {
    /** The largest JSON body that is read; a larger one is answered 413. Uploads have limits of their own. */
    @WithDefault("16M")
    MemorySize jsonLimit();

    /**
     * How long a body may take however small it is. Beyond that it must have come at {@code slowest-body} at least, else it is answered
     * 408; nor may it pause for longer, or for {@code quarkus.http.read-timeout}, a minute.
     */
    @WithDefault("30s")
    Duration bodyPatience();

    /** Bytes a second at which a body must come in the long run. */
    @WithDefault("1K")
    MemorySize slowestBody();

    /** The deepest nesting of objects and lists in a JSON body. */
    @WithDefault("64")
    int jsonDepth();

    /** How many values, names and brackets a JSON body may have: in memory each takes many times what it takes in the body. */
    @WithDefault("1000000")
    long jsonTokens();
}
