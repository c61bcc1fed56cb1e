-- SPDX-License-Identifier: Apache-2.0
-- A day's partition can be dropped whole when its time of keeping is over. The key holds what a re-sent copy has in
-- common with the first: the device, the instant and the content; not when it came.
create table cordon.observation (
    device text not null,
    at timestamptz not null,
    content bigint not null,
    fix_time timestamptz,
    received timestamptz not null,
    stored timestamptz not null default now(),
    journal_offset bigint not null,
    item integer not null,
    order_id text,
    wearer_id text,
    party text check (party in ('tag', 'protected')),
    valid boolean not null,
    position geometry(Point, 4326),
    accuracy_m double precision,
    mechanism text not null,
    speed_kmh double precision,
    heading_deg double precision,
    altitude_m double precision,
    satellites integer,
    hdop double precision,
    battery_pct smallint,
    event text,
    time_suspect boolean not null,
    primary key (device, at, content)
) partition by range (at);
comment on table cordon.observation is
    'What tags said, once each, however often it was sent: fixes, device events, contacts without either. UTC days are partitions.';
comment on column cordon.observation.at is 'fix_time; received where the device gave no time';
comment on column cordon.observation.content is 'a hash of all but received: a re-sent copy has the same';
comment on column cordon.observation.valid is 'false: the device had no fix; a position beside it is an old one';
comment on column cordon.observation.order_id is 'the order whose activation held the device at that time, as known when it was stored';
comment on column cordon.observation.wearer_id is 'the wearer of that order, also where the device is the protected person''s (see party)';
comment on column cordon.observation.time_suspect is 'the fix time is more than 300 s after its receipt: in no rule';

-- Where a track is looked for on the ground: small, and good while a day's rows lie in the order they came.
create index observation_position on cordon.observation using brin (position);

create table cordon.observation_elsewhen partition of cordon.observation default;
comment on table cordon.observation_elsewhen is
    'Observations of days that have no partition: dated in the future, or long before they came.';

-- Rows of that day which came earlier, dated ahead, move into the day's own partition: an instant is in one place.
create function cordon.make_day(day date) returns void
language plpgsql
as $$
declare
    name text := 'observation_' || to_char(day, 'YYYYMMDD');
    opens timestamptz := day::timestamp at time zone 'UTC';
    closes timestamptz := (day + 1)::timestamp at time zone 'UTC';
begin
    if to_regclass('cordon.' || name) is not null then
        return;
    end if;
    execute format('create table cordon.%I (like cordon.observation including all)', name);
    execute format(
        'with moved as (delete from cordon.observation_elsewhen where at >= $1 and at < $2 returning *) insert into cordon.%I select * from moved',
        name) using opens, closes;
    execute format('alter table cordon.observation attach partition cordon.%I for values from (%L) to (%L)', name, opens, closes);
end
$$;
comment on function cordon.make_day is 'Makes the partition of a UTC day where it is missing.';

create view cordon.fix as
select
    device,
    at,
    fix_time,
    received,
    stored,
    order_id,
    wearer_id,
    party,
    valid,
    st_y(position) as lat,
    st_x(position) as lon,
    position,
    accuracy_m,
    mechanism,
    speed_kmh,
    heading_deg,
    time_suspect,
    journal_offset
from cordon.observation
where position is not null;
comment on view cordon.fix is 'The observations that have a position, valid or not.';
