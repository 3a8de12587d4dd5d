package dev.modelyard.api.dataset;

import dev.modelyard.api.job.Job;
import dev.modelyard.api.job.JobFeature;
import dev.modelyard.api.job.JobSubject;
import dev.modelyard.contracts.id.DatasetId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Jobs that make versions of datasets; which they are is remembered until they have ended. */
@ApplicationScoped
class DatasetWork implements JobFeature {
    private final DatasetStore datasets;

    DatasetWork(DatasetStore datasets) {
        this.datasets = datasets;
    }

    @Override
    public Set<JobSubject> hold(Collection<JobSubject> subjects) {
        Set<DatasetId> held = datasets.share(
                subjects.stream().flatMap(subject -> subject.dataset().stream()).collect(Collectors.toSet()));
        return subjects.stream()
                .filter(subject -> subject.dataset().filter(held::contains).isPresent())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public String name() {
        return "dataset";
    }

    @Override
    public void queued(List<Job> jobs) {
        datasets.begin(jobs);
    }
}
