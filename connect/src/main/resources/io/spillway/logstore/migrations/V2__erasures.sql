-- What somebody asked to forget: deleted when the order arrives, and left out when it comes later.

create table erasures (
    tenant_id        text collate "C" not null,
    scope            text collate "C" not null,
    event_id         text collate "C",
    until            timestamptz not null,
    day              date not null,
    record_partition integer not null,
    record_offset    bigint not null,
    recorded_at      timestamptz not null,
    primary key (record_partition, record_offset)
);

comment on column erasures.scope is 'event, past (all events) or everything (also the tenant and its destinations)';
comment on column erasures.until is 'what came later stays, unless it is about one event';

create index erasures_of_tenant on erasures (tenant_id);
create index event_data_of_tenant on event_data (tenant_id, recorded_at);

-- Volatile, so that it sees what has been committed while the row waited for the erasure's lock.
create function is_erased(tenant text, event text, at timestamptz) returns boolean language sql volatile as $$
    select exists (
        select 1 from erasures
        where tenant_id = tenant and case scope when 'event' then event_id = event else until >= at end)
$$;

-- The change by which a tenant's erasure deletes a destination bears the erasure's time and no more than ids: it stays.
create function is_erased_change(tenant text, at timestamptz, state text) returns boolean language sql volatile as $$
    select exists (
        select 1 from erasures
        where tenant_id = tenant and scope = 'everything' and (until > at or until = at and state <> 'deleted'))
$$;

create function leave_out() returns trigger language plpgsql as $$
begin
    return null;
end $$;

-- The event's own row says where its data lie, which may name neither tenant nor event.
create function leave_out_event() returns trigger language plpgsql as $$
begin
    delete from event_data where record_partition = new.data_partition and record_offset = new.data_offset;
    return null;
end $$;

create trigger erased before insert on attempts for each row
    when (is_erased(new.tenant_id, new.event_id, new.time)) execute function leave_out();
create trigger erased before insert on events for each row
    when (is_erased(new.tenant_id, new.id, new.received_at)) execute function leave_out_event();
create trigger erased before insert on event_data for each row
    when (is_erased(new.tenant_id, new.event_id, new.recorded_at)) execute function leave_out();
create trigger erased before insert on dead_letters for each row
    when (is_erased(new.tenant_id, new.event_id, new.died_at)) execute function leave_out();
create trigger erased before insert on subscription_changes for each row
    when (is_erased_change(new.tenant_id, new.updated_at, new.state)) execute function leave_out();

-- Where a tenant has a shorter retention, what is past comes every hour: it looks at no day that it cannot be about, and takes the
-- place of the former.
create function erase() returns trigger language plpgsql as $$
declare
    last date := (new.until at time zone 'UTC')::date;
begin
    -- Whoever is about to write a row that is erased ends first, or sees the erasure.
    lock table attempts, events, event_data, dead_letters, subscription_changes in share row exclusive mode;
    if new.scope = 'event' then
        delete from event_data using events
        where events.tenant_id = new.tenant_id and events.id = new.event_id
            and event_data.record_partition = data_partition and event_data.record_offset = data_offset;
        delete from event_data where tenant_id = new.tenant_id and event_id = new.event_id;
        delete from events where tenant_id = new.tenant_id and id = new.event_id;
        delete from attempts where tenant_id = new.tenant_id and event_id = new.event_id;
        delete from dead_letters where tenant_id = new.tenant_id and event_id = new.event_id;
    else
        delete from event_data using events
        where events.tenant_id = new.tenant_id and events.day <= last and received_at <= new.until
            and event_data.day <= last
            and event_data.record_partition = data_partition and event_data.record_offset = data_offset;
        delete from event_data where tenant_id = new.tenant_id and day <= last and recorded_at <= new.until;
        delete from events where tenant_id = new.tenant_id and day <= last and received_at <= new.until;
        delete from attempts where tenant_id = new.tenant_id and day <= last and time <= new.until;
        delete from dead_letters where tenant_id = new.tenant_id and day <= last and died_at <= new.until;
        delete from erasures where tenant_id = new.tenant_id and scope = 'past' and until < new.until;
    end if;
    if new.scope = 'everything' then
        delete from subscription_changes
        where tenant_id = new.tenant_id and is_erased_change(tenant_id, updated_at, state);
    end if;
    return null;
end $$;

create trigger erase after insert on erasures for each row execute function erase();

-- The gateway that takes the order to forget puts it here itself, so that nobody waits for Connect, which brings it once more.
-- No record of Kafka lies on the partition that it names, -1.

create sequence erasures_of_gateways;
