package dev.modelyard.api.network;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.networks.preset.NetworkCatalog;
import dev.modelyard.networks.preset.Preset;
import dev.modelyard.networks.pretrained.Backbone;
import dev.modelyard.networks.pretrained.Backbones;
import dev.modelyard.networks.pretrained.InvalidBackboneException;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The networks of this build, and the pretrained ones of the installation. */
@ApplicationScoped
class KnownNetworks {
    private static final Logger LOG = Logger.getLogger(KnownNetworks.class);

    private final NetworkCatalog built = NetworkCatalog.standard();
    private final Backbones backbones;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    KnownNetworks(NetworkConfig config) {
        this.backbones = new Backbones(config.backbones());
    }

    /** Those of this build, then the pretrained ones that can be used. */
    List<Preset> all() {
        try {
            Backbones.Listing listing = backbones.all();
            listing.refused().forEach(this::tellOnce);
            return Stream.concat(
                            built.presets().stream(),
                            listing.usable().values().stream().map(Backbone::preset))
                    .toList();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Anybody may list networks, as often as they like. */
    private void tellOnce(String name, String reason) {
        if (told.add(name + ": " + reason)) {
            LOG.warnf("the pretrained network %s cannot be used: %s", name, reason);
        }
    }

    /** @throws ProblemException 422 {@code unknown_network} if a folder of that name is no network that can be used */
    Optional<Preset> find(String name) {
        Optional<Preset> preset = built.find(name);
        if (preset.isPresent()) {
            return preset;
        }
        try {
            return backbones.find(name).map(Backbone::preset);
        } catch (InvalidBackboneException e) {
            throw new ProblemException(
                    ErrorCode.UNKNOWN_NETWORK, "The network %s cannot be used: %s.".formatted(name, e.getMessage()));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** What a task is learnt with unless the caller says otherwise: always one of this build. */
    Optional<Preset> defaultFor(String task) {
        return built.defaultFor(task);
    }

    private static ProblemException unreadable(IOException e) {
        LOG.error("the folder of pretrained networks cannot be read", e);
        return new ProblemException(ErrorCode.STORAGE_UNAVAILABLE, "The folder of pretrained networks cannot be read.");
    }
}
