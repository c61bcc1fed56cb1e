// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

/// Every statement of the store, by name. Parameters are always bound.
namespace cordon::store {

struct Statement {
    const char* name;
    const char* sql;
};

/// First in its transaction: it locks the cursor, so of two writers one waits and then finds that it has moved. $3 the
/// journal's clock at the new offset.
inline constexpr Statement move_cursor{"move_cursor", R"(
    update cordon.journal_cursor
    set committed_offset = $2, committed = now(), clock = $3
    where committed_offset = $1)"};

inline constexpr Statement read_cursor{"read_cursor", "select committed_offset from cordon.journal_cursor"};

inline constexpr Statement read_clock{"read_clock",
                                      "select (extract(epoch from clock) * 1000)::bigint from cordon.journal_cursor"};

inline constexpr Statement read_activations{"read_activations", R"(
    select
        order_id,
        wearer_id,
        device,
        party,
        (extract(epoch from active_from) * 1000)::bigint,
        (extract(epoch from active_to) * 1000)::bigint
    from cordon.current_activation
    order by order_id, number)"};

inline constexpr Statement read_days{"read_days", R"(
    select (to_date(right(c.relname, 8), 'YYYYMMDD') - date '1970-01-01')
    from pg_inherits i
    join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'cordon.observation'::regclass and c.relname ~ '^observation_[0-9]{8}$')"};

/// $1: days since 1970-01-01.
inline constexpr Statement make_day{"make_day", "select cordon.make_day(date '1970-01-01' + $1::integer)"};

/// What COPY fills, as text comes in; gone at the end of each transaction.
inline constexpr Statement make_staging{"make_staging", R"(
    create temporary table staged_observation on commit delete rows as
    select device, at, content, fix_time, received, journal_offset, item, order_id, wearer_id, party, valid, position,
           accuracy_m, mechanism, speed_kmh, heading_deg, altitude_m, satellites, hdop, battery_pct, event, time_suspect
    from cordon.observation
    with no data)"};

inline constexpr std::array<const char*, 22> staged_columns{
    "device",     "at",         "content", "fix_time",    "received",   "journal_offset", "item",      "order_id",
    "wearer_id",  "party",      "valid",   "position",    "accuracy_m", "mechanism",      "speed_kmh", "heading_deg",
    "altitude_m", "satellites", "hdop",    "battery_pct", "event",      "time_suspect"};

/// A re-sent copy meets the first one's key and is passed over.
inline constexpr Statement keep_staged{"keep_staged", R"(
    insert into cordon.observation (
        device, at, content, fix_time, received, journal_offset, item, order_id, wearer_id, party, valid, position,
        accuracy_m, mechanism, speed_kmh, heading_deg, altitude_m, satellites, hdop, battery_pct, event, time_suspect)
    select device, at, content, fix_time, received, journal_offset, item, order_id, wearer_id, party, valid, position,
           accuracy_m, mechanism, speed_kmh, heading_deg, altitude_m, satellites, hdop, battery_pct, event, time_suspect
    from pg_temp.staged_observation
    on conflict (device, at, content) do nothing)"};

inline constexpr Statement clear_staged{"clear_staged", "truncate pg_temp.staged_observation"};

/// $1 offset, $2 the journal's time, $3 by whom, $4 the canonical document.
inline constexpr Statement keep_order{"keep_order", R"(
    with entered as (
        insert into cordon.order_version (
            order_id, version, journal_offset, holds_from, by_whom, order_type, programme, time_zone, starts, ends,
            wearer_id, limited_access, document)
        select
            d ->> 'id',
            1 + coalesce((select max(v.version) from cordon.order_version v where v.order_id = d ->> 'id'), 0),
            $1::bigint,
            $2::timestamptz,
            $3,
            d ->> 'type',
            coalesce(d ->> 'programme', ''),
            d ->> 'time_zone',
            (d ->> 'starts')::timestamptz,
            (d ->> 'ends')::timestamptz,
            d -> 'wearer' ->> 'id',
            coalesce((d -> 'wearer' ->> 'limited_access')::boolean, false),
            d
        from (select $4::json as d) as given
        returning order_id, version, wearer_id)
    insert into cordon.activation (order_id, version, number, device, party, wearer_id, active_from, active_to)
    select
        e.order_id,
        e.version,
        a.number,
        a.item ->> 'device',
        a.item ->> 'kind',
        e.wearer_id,
        (a.item ->> 'from')::timestamptz,
        (a.item ->> 'to')::timestamptz
    from entered e, json_array_elements($4::json -> 'activations') with ordinality as a (item, number))"};

inline constexpr Statement keep_device{"keep_device", R"(
    insert into cordon.device_version (device, version, journal_offset, holds_from, by_whom, document)
    select
        d ->> 'id',
        1 + coalesce((select max(v.version) from cordon.device_version v where v.device = d ->> 'id'), 0),
        $1::bigint,
        $2::timestamptz,
        $3,
        d
    from (select $4::json as d) as given)"};

inline constexpr Statement keep_token{"keep_token", R"(
    insert into cordon.token_version (journal_offset, holds_from, token_id, name, role, expires, revoked, by_whom)
    values ($1, $2, $3, $4, $5, $6, $7, $8))"};

inline constexpr Statement keep_action{"keep_action", R"(
    insert into cordon.action (journal_offset, at, incident_id, what, detail, by_whom)
    values ($1, $2, $3, $4, $5, $6))"};

inline constexpr Statement keep_start{"keep_start", R"(
    insert into cordon.release_start (journal_offset, started, version)
    values ($1, $2, $3))"};

/// $1 offset, $2 index, $3 the episode as JSON: here and in the two that follow.
inline constexpr Statement keep_change{"keep_change", R"(
    with told as (
        insert into cordon.episode_change (journal_offset, change_index, episode_id, revision, change, episode)
        select $1::bigint, $2::bigint, e ->> 'id', (e ->> 'revision')::integer, e ->> 'change', e
        from (select $3::json as e) as given
        returning journal_offset, change_index, episode_id)
    insert into cordon.evidence (
        journal_offset, change_index, number, episode_id, device, fix_time, position, accuracy_m, distance_m)
    select
        t.journal_offset,
        t.change_index,
        f.number,
        t.episode_id,
        f.fix ->> 'device',
        (f.fix ->> 'fix_time')::timestamptz,
        st_setsrid(st_makepoint((f.fix ->> 'lon')::float8, (f.fix ->> 'lat')::float8), 4326),
        (f.fix ->> 'accuracy_m')::float8,
        (f.fix ->> 'distance_m')::float8
    from told t, json_array_elements($3::json -> 'evidence') with ordinality as f (fix, number))"};

/// $4 the device it is about, or null.
inline constexpr Statement keep_episode{"keep_episode", R"(
    insert into cordon.episode as known (
        episode_id, order_id, condition_id, kind, state, al_code, severity, started, ended, detected, late, revision,
        change, reason, rule_version, journal_offset, change_index, device)
    select
        e ->> 'id',
        e ->> 'order',
        e ->> 'condition',
        e ->> 'kind',
        e ->> 'state',
        e ->> 'al_code',
        e ->> 'severity',
        (e ->> 'started')::timestamptz,
        (e ->> 'ended')::timestamptz,
        (e ->> 'detected')::timestamptz,
        (e ->> 'late')::boolean,
        (e ->> 'revision')::integer,
        e ->> 'change',
        e ->> 'reason',
        (e ->> 'rule_version')::integer,
        $1::bigint,
        $2::bigint,
        $4
    from (select $3::json as e) as given
    on conflict (episode_id) do update set
        state = excluded.state,
        al_code = excluded.al_code,
        severity = excluded.severity,
        started = excluded.started,
        ended = excluded.ended,
        detected = excluded.detected,
        late = excluded.late,
        revision = excluded.revision,
        change = excluded.change,
        reason = excluded.reason,
        rule_version = excluded.rule_version,
        journal_offset = excluded.journal_offset,
        change_index = excluded.change_index,
        device = excluded.device
    where (known.journal_offset, known.change_index) < (excluded.journal_offset, excluded.change_index))"};

/// $1 the episode as JSON.
inline constexpr Statement keep_incident{"keep_incident", R"(
    insert into cordon.incident (incident_id, state, opened, changed)
    select
        e ->> 'id',
        case
            when e ->> 'change' = 'withdrawn' then 'withdrawn'
            when e ->> 'ended' is not null then 'cleared'
            else 'new'
        end,
        (e ->> 'detected')::timestamptz,
        now()
    from (select $1::json as e) as given
    on conflict (incident_id) do update set state = excluded.state, changed = excluded.changed)"};

inline constexpr Statement set_aside{"set_aside", R"(
    insert into cordon.refused_row (journal_offset, item, what, sqlstate, reason)
    values ($1, $2, $3, $4, $5))"};

/// $1 devices, $2 from, $3 until: as many of each, one a span; $4 and $5 the first and the last instant of them all, by
/// which days are left out. What a lost clock dates has no day of its own. The order is the journal's.
inline constexpr Statement open_tracks{"open_tracks", R"(
    declare tracks no scroll cursor for
    with span as (
        select * from unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) as s (device, opens, closes)),
    seen as (
        select o.*
        from span s
        join cordon.observation o on o.device = s.device and o.at >= s.opens and o.at < s.closes
        where o.at >= $4::timestamptz and o.at < $5::timestamptz
        union all
        select o.*
        from span s
        join cordon.observation_elsewhen o on o.device = s.device and o.received >= s.opens and o.received < s.closes
        where o.at < s.opens and o.at < o.received - interval '400 days')
    select
        device,
        (extract(epoch from fix_time) * 1000)::bigint,
        (extract(epoch from received) * 1000)::bigint,
        valid,
        round(st_y(position) * 1e7)::bigint,
        round(st_x(position) * 1e7)::bigint,
        accuracy_m,
        mechanism,
        speed_kmh,
        heading_deg,
        altitude_m,
        satellites,
        hdop,
        battery_pct,
        event
    from seen
    order by journal_offset, item)"};

inline constexpr Statement fetch_tracks{"fetch_tracks", "fetch 5000 from tracks"};

inline constexpr std::array<Statement, 12> prepared_statements{move_cursor, make_day,     keep_staged,   keep_order,
                                                               keep_device, keep_token,   keep_action,   keep_start,
                                                               keep_change, keep_episode, keep_incident, set_aside};

}  // namespace cordon::store
