package io.spillway.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.domain.Data;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.RecordAt;
import io.spillway.domain.TenantId;
import io.spillway.stream.query.Criteria;
import io.spillway.stream.query.Scan;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Events of the log store. */
final class PastEvents {

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final String SELECT = "select * from events";

    private final String topic;

    /** @param topic the name of the topic that their data were read from */
    PastEvents(String topic) {
        this.topic = topic;
    }

    List<EventEntry> list(Connection connection, Criteria.OfEvents criteria, Scan scan) throws SQLException {
        var query = new Sql(SELECT)
                .in("tenant_id", criteria.tenants())
                .in("id", criteria.events())
                .in("topic", criteria.topics())
                .and("time >= ?", criteria.period().from())
                .and("time < ?", criteria.period().until());
        if (!criteria.destinations().isEmpty()) {
            query.and("matched_destination_ids && ?", (Object) texts(criteria.destinations()));
        }
        return query.walk(scan).rows(connection, PastEvents::entry);
    }

    List<EventEntry> named(Connection connection, Optional<TenantId> tenant, EventId event) throws SQLException {
        return new Sql(SELECT)
                .and("id = ?", event.value())
                .and("tenant_id = ?", tenant.map(TenantId::value))
                .rows(connection, PastEvents::entry);
    }

    /** The bytes of events, by the places of their records. */
    Map<RecordAt, byte[]> data(Connection connection, Collection<RecordAt> places) throws SQLException {
        var found = new HashMap<RecordAt, byte[]>();
        for (var at : places) {
            if (at.topic().equals(topic)) {
                new Sql("select data from event_data")
                        .and("record_partition = ? and record_offset = ?", at.partition(), at.offset())
                        .rows(connection, row -> row.getBytes("data"))
                        .forEach(data -> found.put(at, data));
            }
        }
        return found;
    }

    private static EventEntry entry(ResultSet row) throws SQLException {
        var event = new Event(
                new TenantId(row.getString("tenant_id")),
                new EventId(row.getString("id")),
                Sql.text(row, "topic"),
                Sql.time(row, "time"),
                metadata(row.getString("metadata")),
                row.getBoolean("eligible_for_retry"),
                Optional.empty(),
                new Data.Stored(new RecordAt(
                        Sql.text(row, "data_topic").orElse(""),
                        row.getInt("data_partition"),
                        row.getLong("data_offset"))));
        var matched = Stream.of(
                        (String[]) row.getArray("matched_destination_ids").getArray())
                .map(DestinationId::new)
                .toList();
        return new EventEntry(event, Sql.time(row, "received_at"), matched, List.of(), 0);
    }

    private static Map<String, String> metadata(String json) throws SQLException {
        try {
            return JSON.readValue(json, TEXTS);
        } catch (JsonProcessingException e) {
            throw new SQLException("an event's metadata in the log store is no JSON", e);
        }
    }

    private static String[] texts(Collection<?> values) {
        return values.stream().map(Object::toString).toArray(String[]::new);
    }
}
