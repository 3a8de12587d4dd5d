package dev.modelyard.api.model;

import dev.modelyard.api.dataset.Dataset;
import dev.modelyard.api.dataset.DatasetService;
import dev.modelyard.api.dataset.DatasetVersion;
import dev.modelyard.api.network.NetworkService;
import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.job.FewShot;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Optional;

/** Turns what an owner wants trained into a complete specification. */
@ApplicationScoped
public class TrainingService {
    private static final String FEW_SHOT = "parameters.few_shot.";

    private final ModelService models;
    private final DatasetService datasets;
    private final NetworkService networks;

    TrainingService(ModelService models, DatasetService datasets, NetworkService networks) {
        this.models = models;
        this.datasets = datasets;
        this.networks = networks;
    }

    /**
     * Resolves names into pinned things. They may be deleted since; whoever submits the job holds them.
     *
     * @throws ProblemException 404 for a model, dataset or version that is not the caller's; 400 if a parameter is out of its range
     *     or wants what the dataset has not, or the dataset is for another task; 409 {@code dataset_empty}; 422 {@code unknown_network}
     */
    @Transactional(TxType.MANDATORY)
    public JobSpec.Train specify(Caller caller, TrainingRequest request) {
        Model model = models.get(caller, request.model());
        DatasetId datasetId = request.dataset()
                .or(model::dataset)
                .orElseThrow(() -> ProblemException.invalidField("dataset", "must be set: the model names none"));
        Dataset dataset = datasets.get(caller, datasetId);
        ModelService.requireTask(dataset, model.task());
        String network =
                request.network().isPresent() ? networks.choose(model.task(), request.network()) : model.network();
        request.parameters().ifPresent(settings -> TrainingRules.check(settings, model.task()));
        boolean matching = request.parameters()
                .flatMap(TrainingSettings::fewShot)
                .flatMap(FewShot::labelMatching)
                .orElse(false);
        if (matching && !networks.isPretrainedEncoder(network)) {
            throw ProblemException.invalidField(
                    FEW_SHOT + "label_matching", "is for pretrained encoders, and " + network + " is none");
        }
        DatasetVersion version = datasets.versionToUse(dataset, request.datasetVersion());
        if (version.summary().count(Split.TRAIN) == 0) {
            throw new ProblemException(ErrorCode.DATASET_EMPTY, "This version has no examples to train on.");
        }
        request.parameters()
                .flatMap(TrainingSettings::fewShot)
                .ifPresent(fewShot -> requireWhatItNeeds(fewShot, version.summary()));
        return new JobSpec.Train(
                model.id(),
                model.task(),
                network,
                version.input(),
                request.parameters()
                        .map(TrainingSettings::parameters)
                        .orElseGet(() -> TrainingParameters.recipe(TrainingSettings.DEFAULT_SEED)));
    }

    private static void requireWhatItNeeds(FewShot fewShot, DatasetSummary summary) {
        requireLabels("label_matching", fewShot.labelMatching(), summary);
        requireLabels("neighbours", fewShot.neighbours(), summary);
        requireLabels("self_training", fewShot.selfTraining(), summary);
        if (fewShot.selfTraining().orElse(false) && summary.count(Split.UNLABELLED) == 0) {
            throw ProblemException.invalidField(
                    FEW_SHOT + "self_training", "needs unlabelled examples, and this version has none");
        }
    }

    private static void requireLabels(String setting, Optional<Boolean> wanted, DatasetSummary summary) {
        if (wanted.orElse(false) && summary.labels().isEmpty()) {
            throw ProblemException.invalidField(FEW_SHOT + setting, "is for labels, and this version has grades");
        }
    }
}
