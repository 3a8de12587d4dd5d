-- A run that was lost with its worker took its owner's turn in vain: the job's next hand-out does not count against the owner's share.
alter table job add column makes_up boolean not null default false;
