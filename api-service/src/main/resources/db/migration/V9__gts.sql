-- The GTS facade's own: task names, the files of tasks, and which of the platform's things stand behind them.

create table gts_task (
    id         text primary key,
    owner      text        not null,
    -- The caller's name for it, which is its id on the wire.
    name       text        not null,
    type       text        not null,
    engine     text        not null,
    -- Made with the first training.
    model      text,
    -- Deleted for its caller; its row goes when nothing of it is left.
    deleted    boolean     not null default false,
    created_at timestamptz not null
);
create unique index gts_task_name on gts_task (owner, name) where not deleted;
create index gts_task_deleted on gts_task (id) where deleted;

create table gts_file (
    task  text   not null references gts_task (id) on delete cascade,
    name  text   not null,
    key   text   not null,
    bytes bigint not null,
    primary key (task, name)
);

-- One row for each training of a task; the newest that is not preparing is what the task's status says.
create table gts_training (
    id         bigint generated always as identity primary key,
    task       text        not null references gts_task (id),
    -- preparing, importing, training, trained, failed, stopped
    phase      text        not null,
    -- Made for this training, and deleted when the next one has taken its place.
    dataset    text        not null,
    import_job text,
    train_job  text,
    seed       bigint      not null,
    min_epochs integer,
    max_epochs integer,
    max_tokens integer,
    devices    integer     not null,
    detail     text,
    -- Whether a newer one has been accepted since.
    replaced   boolean     not null default false,
    created_at timestamptz not null
);
create index gts_training_by_task on gts_training (task, id);
create index gts_training_under_way on gts_training (task) where phase in ('importing', 'training');
create index gts_training_untidy on gts_training (task) where replaced or phase = 'preparing';
