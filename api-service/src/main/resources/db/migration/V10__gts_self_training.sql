-- Whether unlabelled data is learnt from too.
alter table gts_training add column self_training boolean not null default false;
