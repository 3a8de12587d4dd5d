package dev.modelyard.servicekit.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modelyard.contracts.wire.Json;
import io.quarkus.arc.All;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The mapper that is injected, and that REST clients read answers with: the platform's conventions, lenient to fields
 * that a newer peer has added.
 */
class PlatformMapper {
    @Produces
    @Singleton
    ObjectMapper mapper(@All List<ObjectMapperCustomizer> customizers) {
        ObjectMapper mapper = Json.mapper();
        customizers.forEach(customizer -> customizer.customize(mapper));
        return mapper;
    }
}
