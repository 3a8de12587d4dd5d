package dev.modelyard.api.facade.gts;

import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.identity.Role;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A task as GTS has it: files, one model, and a training at a time.
 *
 * @param id ours
 * @param name the owner's, which is its id on the wire
 * @param engine as the caller named it; what it is trained with is the platform's choice
 * @param model made with its first training
 */
record GtsTask(
        String id,
        OwnerId owner,
        String name,
        TaskType type,
        String engine,
        Optional<ModelId> model,
        boolean deleted,
        Instant createdAt) {
    /** The owner, for work that goes on when nobody calls. */
    Caller caller() {
        return new Caller(owner, Set.of(Role.USER));
    }
}
