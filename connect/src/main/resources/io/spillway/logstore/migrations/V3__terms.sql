-- A tenant may have its events and attempts kept for a shorter time than everybody's: then what is past comes every hour.
-- So it looks at no day that it cannot be about, and takes the place of the former.

create or replace function erase() returns trigger language plpgsql as $$
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
        delete from subscription_changes where tenant_id = new.tenant_id and updated_at <= new.until;
    end if;
    return null;
end $$;
