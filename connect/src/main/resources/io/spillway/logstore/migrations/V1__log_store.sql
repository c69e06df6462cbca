-- What Kafka Connect writes, a partition for each day in UTC; the partitions are made and dropped by whoever migrates.
-- Text sorts by its bytes, as the keys of the nodes' own stores do: one cursor walks both.

create table attempts (
    id                text collate "C" not null,
    day               date not null,
    tenant_id         text collate "C" not null,
    event_id          text collate "C" not null,
    delivery_id       text collate "C" not null,
    destination_id    text collate "C" not null,
    destination_type  text collate "C" not null,
    topic             text collate "C",
    number            integer not null,
    manual            boolean not null,
    time              timestamptz not null,
    code              text collate "C" not null,
    failure           text collate "C",
    message           text,
    retry_after_millis bigint,
    response_data     text,
    response_headers  text,
    duration_micros   bigint not null,
    dns_micros        bigint,
    connect_micros    bigint,
    tls_micros        bigint,
    first_byte_micros bigint,
    request_id        text collate "C",
    record_partition  integer not null,
    record_offset     bigint not null,
    recorded_at       timestamptz not null,
    primary key (id, day)
) partition by range (day);

comment on column attempts.failure is 'why it failed; null where it succeeded';
comment on column attempts.response_data is 'the answer as a JSON object; of webhooks {status, body, headers}';

create index attempts_by_time on attempts (time, tenant_id, id);
create index attempts_of_tenant on attempts (tenant_id, time, id);
create index attempts_of_event on attempts (event_id);
create index attempts_by_record on attempts (record_offset, record_partition);

create table events (
    tenant_id          text collate "C" not null,
    id                 text collate "C" not null,
    day                date not null,
    topic              text collate "C",
    time               timestamptz not null,
    received_at        timestamptz not null,
    eligible_for_retry boolean not null,
    metadata           text not null,
    matched_destination_ids text[] not null,
    data_topic         text,
    data_partition     integer,
    data_offset        bigint,
    record_partition   integer not null,
    record_offset      bigint not null,
    recorded_at        timestamptz not null,
    primary key (tenant_id, id, day)
) partition by range (day);

comment on column events.day is 'of reception: time is the producer''s and may be any';

create index events_by_time on events (time, tenant_id, id);
create index events_of_tenant on events (tenant_id, time, id);
create index events_by_id on events (id);

create table event_data (
    record_partition integer not null,
    record_offset    bigint not null,
    day              date not null,
    tenant_id        text collate "C",
    event_id         text collate "C",
    data             bytea not null,
    recorded_at      timestamptz not null,
    primary key (record_partition, record_offset, day)
) partition by range (day);

comment on column event_data.tenant_id is 'as the producer named it, null where the key did; the event''s own row knows';
comment on column event_data.event_id is 'as the producer named it, null where Spillway made one; the event''s own row knows';

create table dead_letters (
    delivery_id      text collate "C" not null,
    attempts         integer not null,
    day              date not null,
    tenant_id        text collate "C" not null,
    event_id         text collate "C" not null,
    destination_id   text collate "C" not null,
    destination_type text collate "C" not null,
    topic            text collate "C",
    cause            text collate "C" not null,
    last_attempt_id  text collate "C" not null,
    last_code        text collate "C" not null,
    event_time       timestamptz not null,
    died_at          timestamptz not null,
    record_partition integer not null,
    record_offset    bigint not null,
    recorded_at      timestamptz not null,
    primary key (delivery_id, attempts, day)
) partition by range (day);

create index dead_letters_of_tenant on dead_letters (tenant_id, died_at);

create table subscription_changes (
    tenant_id        text collate "C" not null,
    destination_id   text collate "C" not null,
    version          bigint not null,
    day              date not null,
    incarnation      bigint not null,
    type             text collate "C" not null,
    topics           text[] not null,
    filter           text,
    state            text collate "C" not null,
    state_since      timestamptz,
    state_reason     text,
    metadata         text not null,
    created_at       timestamptz not null,
    updated_at       timestamptz not null,
    record_partition integer not null,
    record_offset    bigint not null,
    recorded_at      timestamptz not null,
    primary key (tenant_id, destination_id, version, day)
) partition by range (day);
