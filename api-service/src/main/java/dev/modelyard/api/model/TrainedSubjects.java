package dev.modelyard.api.model;

import dev.modelyard.api.dataset.DatasetService;
import dev.modelyard.api.job.Job;
import dev.modelyard.api.job.JobFeature;
import dev.modelyard.api.job.JobSubject;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.ModelId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What trainings are about: a model, and a version of a dataset. */
@ApplicationScoped
public class TrainedSubjects implements JobFeature {
    private final ModelStore models;
    private final DatasetService datasets;

    TrainedSubjects(ModelStore models, DatasetService datasets) {
        this.models = models;
        this.datasets = datasets;
    }

    @Override
    public Set<JobSubject> hold(Collection<JobSubject> subjects) {
        Set<ModelId> heldModels = models.share(
                subjects.stream().flatMap(subject -> subject.model().stream()).collect(Collectors.toSet()));
        Set<DatasetId> heldDatasets = datasets.share(
                subjects.stream().flatMap(subject -> subject.dataset().stream()).collect(Collectors.toSet()));
        return subjects.stream()
                .filter(subject -> subject.model().filter(heldModels::contains).isPresent())
                .filter(subject ->
                        subject.dataset().filter(heldDatasets::contains).isPresent())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public String name() {
        return "model or dataset";
    }

    @Override
    public void queued(List<Job> jobs) {
        // Nothing is kept of them but the jobs.
    }
}
