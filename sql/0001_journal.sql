-- SPDX-License-Identifier: Apache-2.0
-- What stands here is derived from the journal and can be made again from it.
create extension if not exists postgis;

create table cordon.journal_cursor (
    only_row boolean primary key default true check (only_row),
    committed_offset bigint not null check (committed_offset >= 0),
    committed timestamptz not null default now()
);
comment on table cordon.journal_cursor is
    'How much of the journal is in this database: every record up to committed_offset, and what was concluded from it. It moves in the transaction that writes the rows.';
insert into cordon.journal_cursor (committed_offset) values (0);

create table cordon.refused_row (
    refused_row_id bigint generated always as identity primary key,
    journal_offset bigint not null,
    item integer not null,
    what text not null,
    sqlstate text not null,
    reason text not null,
    refused timestamptz not null default now()
);
comment on table cordon.refused_row is
    'Rows that the database would not take, set aside so that they stop nothing else. The whole of it is in the journal at journal_offset; item counts within that record.';

create table cordon.release_start (
    journal_offset bigint primary key,
    started timestamptz not null,
    version text not null
);
comment on table cordon.release_start is 'Each start of a release of the daemon.';

-- Rows of evidence are added, never changed.
create function cordon.refuse_change() returns trigger
language plpgsql
as $$
begin
    raise exception 'rows of %.% are added, never changed or taken away', tg_table_schema, tg_table_name
        using errcode = 'restrict_violation';
end
$$;

create procedure cordon.make_append_only(kept regclass)
language plpgsql
as $$
begin
    execute format(
        'create trigger append_only before update or delete or truncate on %s for each statement execute function cordon.refuse_change()',
        kept);
end
$$;
call cordon.make_append_only('cordon.release_start');
