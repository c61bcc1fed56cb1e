-- SPDX-License-Identifier: Apache-2.0
alter table cordon.episode add column device text;
comment on column cordon.episode.device is
    'What it is about, where that is one device: of a device that no order holds nothing else says whose it is. Null where it is about none or several.';
create index episode_of_device on cordon.episode (device, started) where device is not null;

create or replace view cordon.incident_list as
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
    e.revision,
    e.device
from cordon.incident i
join cordon.episode e on e.episode_id = i.incident_id
left join cordon.current_order o using (order_id);

create or replace view cordon.breaches as
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
    null::timestamptz as notified,
    e.device
from cordon.episode e
join cordon.incident i on i.incident_id = e.episode_id
left join cordon.current_order o using (order_id)
where e.state = 'confirmed' and e.change <> 'withdrawn';
