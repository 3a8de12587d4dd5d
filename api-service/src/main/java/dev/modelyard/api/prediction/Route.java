package dev.modelyard.api.prediction;

import dev.modelyard.api.deployment.Holding;
import dev.modelyard.contracts.id.OwnerId;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Whose a started model is, and who answers for it.
 *
 * @param shared whether others may ask it too
 * @param holdings those at the newest revision first
 */
record Route(OwnerId owner, boolean shared, List<Holding> holdings) {
    Route {
        holdings = List.copyOf(holdings);
    }

    /** The replicas to ask, one after another: those at the newest revision first, else in no order. */
    List<URI> replicas(Random random) {
        List<URI> replicas = new ArrayList<>(holdings.size());
        int from = 0;
        while (from < holdings.size()) {
            int to = from + 1;
            while (to < holdings.size()
                    && holdings.get(to).revision() == holdings.get(from).revision()) {
                to++;
            }
            List<Holding> alike = new ArrayList<>(holdings.subList(from, to));
            Collections.shuffle(alike, random);
            alike.forEach(holding -> replicas.add(holding.replica()));
            from = to;
        }
        return replicas;
    }
}
