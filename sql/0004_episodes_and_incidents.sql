-- SPDX-License-Identifier: Apache-2.0
create table cordon.episode (
    episode_id text primary key,
    order_id text,
    condition_id text,
    kind text not null,
    state text not null check (state in ('possible', 'confirmed')),
    al_code text,
    severity text not null check (severity in ('critical', 'serious', 'notice', 'info')),
    started timestamptz not null,
    ended timestamptz,
    detected timestamptz not null,
    late boolean not null,
    revision integer not null check (revision >= 1),
    change text not null,
    reason text not null,
    rule_version integer not null,
    journal_offset bigint not null,
    change_index bigint not null
);
comment on table cordon.episode is
    'What the engine concludes, as it stands now: one rule, one stretch of time. A person makes a violation of it. A withdrawn one has change = withdrawn.';
create index episode_of_order on cordon.episode (order_id, started);

create table cordon.episode_change (
    journal_offset bigint not null,
    change_index bigint not null,
    episode_id text not null,
    revision integer not null,
    change text not null,
    told timestamptz not null default now(),
    episode json not null,
    primary key (journal_offset, change_index)
);
comment on table cordon.episode_change is
    'Every change of every episode as it was told, the whole episode with its reason and evidence. journal_offset.change_index is its id on the incident stream.';
create index episode_change_of_episode on cordon.episode_change (episode_id, revision);

create table cordon.evidence (
    journal_offset bigint not null,
    change_index bigint not null,
    number integer not null,
    episode_id text not null,
    device text not null,
    fix_time timestamptz not null,
    position geometry(Point, 4326) not null,
    accuracy_m double precision not null,
    distance_m double precision not null,
    primary key (journal_offset, change_index, number),
    foreign key (journal_offset, change_index) references cordon.episode_change (journal_offset, change_index)
);
comment on table cordon.evidence is
    'The fixes each change of an episode rests on, and how far each was from the zone''s boundary, negative inside.';
create index evidence_of_episode on cordon.evidence (episode_id);

create table cordon.incident (
    incident_id text primary key references cordon.episode (episode_id),
    state text not null check (state in ('new', 'cleared', 'withdrawn')),
    opened timestamptz not null,
    changed timestamptz not null
);
comment on table cordon.incident is
    'What an operator handles: one an episode. cleared: its episode has ended; it stays until a person has seen it.';

call cordon.make_append_only('cordon.episode_change');
call cordon.make_append_only('cordon.evidence');

create view cordon.incident_list as
select
    i.incident_id,
    e.order_id,
    o.wearer_id,
    e.condition_id,
    e.kind,
    i.state,
    e.state as episode_state,
    e.severity,
    e.started,
    e.ended,
    e.detected,
    e.late,
    e.al_code,
    e.reason,
    e.revision
from cordon.incident i
join cordon.episode e on e.episode_id = i.incident_id
left join cordon.current_order o using (order_id);
comment on view cordon.incident_list is 'Incidents with what an operator asks first: whose, what, how bad, since when, and why.';

create view cordon.breaches as
select
    e.episode_id,
    e.order_id,
    o.wearer_id,
    e.condition_id,
    e.kind,
    e.al_code,
    e.severity,
    e.started,
    e.ended,
    e.detected,
    e.late,
    e.reason,
    e.rule_version,
    i.incident_id,
    i.state as incident_state,
    null::text as decision,
    null::text as excuse,
    null::text as decided_by,
    null::timestamptz as decided,
    null::text as notified_to,
    null::text as notified_by,
    null::timestamptz as notified
from cordon.episode e
join cordon.incident i on i.incident_id = e.episode_id
left join cordon.current_order o using (order_id)
where e.state = 'confirmed' and e.change <> 'withdrawn';
comment on view cordon.breaches is
    'Confirmed episodes with their incident, what a person decided, and whom it was notified to. Decision and notification are empty until people take those steps.';
