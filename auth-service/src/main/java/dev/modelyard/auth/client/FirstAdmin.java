package dev.modelyard.auth.client;

import dev.modelyard.auth.key.ProviderConfig;
import dev.modelyard.servicekit.identity.BasicCredentials;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Creates the admin that the environment names, so that there is one who can create the others. */
@Singleton
class FirstAdmin {
    private static final Logger LOG = Logger.getLogger(FirstAdmin.class);
    private static final int SHORTEST_KEY = 16;

    private final ProviderConfig config;
    private final ClientService clients;

    FirstAdmin(ProviderConfig config, ClientService clients) {
        this.config = config;
        this.clients = clients;
    }

    void start(@Observes StartupEvent event) {
        if (config.adminSecretId().isEmpty() && config.adminSecretKey().isEmpty()) {
            return;
        }
        String id = config.adminSecretId().orElse("");
        String key = config.adminSecretKey().orElse("");
        if (id.isBlank() || id.contains(":") || key.length() < SHORTEST_KEY) {
            throw new ConfigurationException("MODELYARD_ADMIN_SECRET_ID needs MODELYARD_ADMIN_SECRET_KEY with at least "
                    + SHORTEST_KEY + " characters, and the other way round; the id has no colon.");
        }
        if (!clients.ensureAdmin(new BasicCredentials(id, key))) {
            LOG.warnf("client %s exists with another key; MODELYARD_ADMIN_SECRET_KEY changes nothing", id);
        }
    }
}
