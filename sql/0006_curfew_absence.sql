-- SPDX-License-Identifier: Apache-2.0
alter table cordon.journal_cursor add column clock timestamptz;
comment on column cordon.journal_cursor.clock is
    'The journal''s clock at committed_offset: what happened later is not in this database. Null until the first record after this column was made.';

create view cordon.curfew_absence as
with absent as (
    select
        e.order_id,
        range_agg(tstzrange(e.started, greatest(e.started, coalesce(e.ended, c.clock)))) as spans
    from cordon.episode e
    cross join cordon.journal_cursor c
    where
        e.kind = 'curfew'
        and e.state = 'confirmed'
        and e.change <> 'withdrawn'
        and coalesce(e.ended, c.clock) is not null
    group by e.order_id
),
summed as (
    select
        a.order_id,
        sum((extract(epoch from upper(s.span) - lower(s.span)) * 1000)::bigint)::bigint as outside_ms
    from absent a
    cross join lateral unnest(a.spans) as s (span)
    group by a.order_id
)
select
    o.order_id,
    coalesce(s.outside_ms, 0) as outside_ms,
    coalesce(s.outside_ms, 0) / 60000 as atv_minutes
from cordon.current_order o
left join summed s using (order_id);
comment on view cordon.curfew_absence is
    'Each order''s accumulated time violation (ATV): the time outside in confirmed curfew episodes, an instant once where two of them hold it, an open one up to the journal''s clock; atv_minutes is the sum floored once. Time under a permission is in no episode. Nothing is excused until people decide.';
