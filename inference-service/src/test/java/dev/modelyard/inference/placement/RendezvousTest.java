package dev.modelyard.inference.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RendezvousTest {
    private static final int MODELS = 3000;

    private final List<ReplicaId> replicas =
            Stream.generate(ReplicaId::fresh).limit(3).toList();
    private final List<ModelId> models =
            Stream.generate(ModelId::fresh).limit(MODELS).toList();

    @Test
    void sharesModelsOutEvenly() {
        Map<ReplicaId, Long> held = models.stream()
                .collect(Collectors.groupingBy(
                        model -> Rendezvous.rank(model, replicas).getFirst(), Collectors.counting()));

        assertThat(held).hasSize(3).allSatisfy((_, count) -> assertThat(count).isBetween(850L, 1150L));
    }

    @Test
    void ranksAlikeWhateverTheOrderTheyAreSeenIn() {
        List<ReplicaId> seen = new ArrayList<>(replicas.reversed());

        assertThat(models).allSatisfy(model -> assertThat(Rendezvous.rank(model, seen))
                .isEqualTo(Rendezvous.rank(model, replicas)));
    }

    @Test
    void movesOnlyWhatOneHeldWhenItGoes() {
        ReplicaId gone = replicas.getFirst();
        List<ReplicaId> left = replicas.subList(1, 3);

        assertThat(models).allSatisfy(model -> {
            List<ReplicaId> before = new ArrayList<>(Rendezvous.rank(model, replicas));
            before.remove(gone);
            assertThat(Rendezvous.rank(model, left)).isEqualTo(before);
        });
    }
}
