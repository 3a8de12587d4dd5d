-- What happened to a job, for those who watch it: numbered by job.events, under the job's row lock, so that none is missed.
create table job_change (
    job    text   not null references job on delete cascade,
    number bigint not null,
    type   text   not null,
    data   text   not null,
    primary key (job, number)
);
