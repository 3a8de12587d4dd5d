package dev.modelyard.inference;

import dev.modelyard.artifactstore.ArtifactStores;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.wire.Topics;
import java.io.IOException;
import java.net.URI;

/** What the service finds in the topic when it begins. */
final class Before {
    private Before() {}

    static ModelId deployed(String kafka, URI store) throws IOException {
        try (Topic topic = new Topic(kafka)) {
            SampleModel model = SampleModel.iris(5).storeIn(ArtifactStores.open(store));
            topic.send(Topics.DEPLOYMENTS, "not an id", "{\"not\": \"a deployment");
            topic.desire(model.desired(1, true));
            topic.desire(model.desired(2, false));
            topic.desire(model.desired(3, true));
            return model.id();
        }
    }
}
