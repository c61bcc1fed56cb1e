-- SPDX-License-Identifier: Apache-2.0
create table cordon.order_version (
    order_id text not null,
    version integer not null check (version >= 1),
    journal_offset bigint not null unique,
    holds_from timestamptz not null,
    by_whom text not null,
    order_type text not null,
    programme text not null,
    time_zone text not null,
    starts timestamptz not null,
    ends timestamptz,
    wearer_id text not null,
    limited_access boolean not null,
    document json not null,
    primary key (order_id, version)
);
comment on table cordon.order_version is
    'Each accepted version of an order: who entered it, and from when it holds. The document is the canonical text that the journal keeps.';

create table cordon.activation (
    order_id text not null,
    version integer not null,
    number integer not null,
    device text not null,
    party text not null check (party in ('tag', 'protected')),
    wearer_id text not null,
    active_from timestamptz not null,
    active_to timestamptz,
    primary key (order_id, version, number),
    foreign key (order_id, version) references cordon.order_version (order_id, version),
    check (active_to > active_from)
);
comment on table cordon.activation is
    'The period for which a device is bound to a person under a version of an order: the wearer''s tag, or the protected person''s own device.';

create table cordon.device_version (
    device text not null,
    version integer not null check (version >= 1),
    journal_offset bigint not null unique,
    holds_from timestamptz not null,
    by_whom text not null,
    document json not null,
    primary key (device, version)
);
comment on table cordon.device_version is 'Each version of a registered device.';

create table cordon.token_version (
    journal_offset bigint primary key,
    holds_from timestamptz not null,
    token_id text not null,
    name text not null,
    role text not null,
    expires timestamptz,
    revoked boolean not null,
    by_whom text not null
);
comment on table cordon.token_version is
    'Each credential as it was made or revoked. The token and its hash are not here: nothing in this database opens a door.';

create table cordon.action (
    journal_offset bigint primary key,
    at timestamptz not null,
    incident_id text not null,
    what text not null,
    detail text not null,
    by_whom text not null
);
comment on table cordon.action is 'What people did to incidents: the verb of the route, and the body they sent (JSON).';
create index action_of_incident on cordon.action (incident_id, journal_offset);

create view cordon.current_order as
select distinct on (order_id) *
from cordon.order_version
order by order_id, version desc;
comment on view cordon.current_order is 'The newest version of each order.';

create view cordon.current_activation as
select a.*
from cordon.activation a
join cordon.current_order o using (order_id, version);
comment on view cordon.current_activation is 'Which device is whose, by the newest version of each order.';

call cordon.make_append_only('cordon.order_version');
call cordon.make_append_only('cordon.activation');
call cordon.make_append_only('cordon.device_version');
call cordon.make_append_only('cordon.token_version');
call cordon.make_append_only('cordon.action');
