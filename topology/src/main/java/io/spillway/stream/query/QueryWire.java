package io.spillway.stream.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.EventEntry;
import io.spillway.domain.Health;
import io.spillway.domain.Job;
import io.spillway.domain.Subscription;
import io.spillway.domain.Tenant;
import io.spillway.stream.query.statistics.Group;
import io.spillway.stream.query.statistics.Statistics;
import io.spillway.stream.query.statistics.Sums;
import io.spillway.wire.Wire;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * How questions and answers travel between nodes: questions as JSON, answers as rows in the encoding of the stores, each
 * behind its length in four bytes.
 */
final class QueryWire {

    private static final Map<String, Class<? extends Asked>> KINDS = Stream.of(Asked.class.getPermittedSubclasses())
            .map(kind -> kind.<Asked>asSubclass(Asked.class))
            .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .build();
    private final Serde<Tenant> tenants;
    private final Serde<Subscription> subscriptions;
    private final Serde<Health> health;
    private final Serde<EventEntry> events;
    private final Serde<DeliveryEntry> deliveries;
    private final Serde<Job> jobs;
    private final Serde<String> texts = Serdes.String();

    QueryWire(Wire wire) {
        tenants = wire.tenantRows();
        subscriptions = wire.subscriptionRows();
        health = wire.health();
        events = wire.eventEntries();
        deliveries = wire.deliveryEntries();
        jobs = wire.jobs();
    }

    byte[] question(Asked asked) {
        try {
            return json.writeValueAsBytes(asked);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Throws {@link IOException} for what is no question. */
    Asked question(String kind, byte[] body) throws IOException {
        var type = KINDS.get(kind);
        if (type == null) {
            throw new IOException("nodes do not ask each other for " + kind);
        }
        return json.readValue(body, type);
    }

    byte[] tenants(List<Tenant> rows) {
        return frames(rows, tenants);
    }

    List<Tenant> tenants(byte[] answer) {
        return rows(answer, in -> row(in, tenants));
    }

    byte[] subscriptions(List<SubscriptionRow> rows) {
        return written(out -> {
            for (var row : rows) {
                frame(out, row.subscription(), subscriptions);
                frame(out, row.health(), health);
            }
        });
    }

    List<SubscriptionRow> subscriptions(byte[] answer) {
        return rows(answer, in -> new SubscriptionRow(row(in, subscriptions), row(in, health)));
    }

    byte[] events(List<EventEntry> rows) {
        return frames(rows, events);
    }

    List<EventEntry> events(byte[] answer) {
        return rows(answer, in -> row(in, events));
    }

    byte[] entries(List<DeliveryEntry> rows) {
        return frames(rows, deliveries);
    }

    List<DeliveryEntry> entries(byte[] answer) {
        return rows(answer, in -> row(in, deliveries));
    }

    byte[] deliveries(List<DeliveryRow> rows) {
        return written(out -> {
            for (var row : rows) {
                frame(out, row.entry(), deliveries);
                out.writeLong(row.position().time().toEpochMilli());
                out.writeUTF(row.position().tie());
            }
        });
    }

    List<DeliveryRow> deliveries(byte[] answer) {
        return rows(
                answer,
                in -> new DeliveryRow(
                        row(in, deliveries), new Scan.Position(Instant.ofEpochMilli(in.readLong()), in.readUTF())));
    }

    /** An attempt travels as its delivery with this one attempt. */
    byte[] attempts(List<AttemptRow> rows) {
        return frames(rows.stream().map(AttemptRow::alone).toList(), deliveries);
    }

    List<AttemptRow> attempts(byte[] answer) {
        return entries(answer).stream()
                .map(entry -> AttemptRow.of(entry, entry.attempts().getFirst()))
                .toList();
    }

    byte[] jobs(List<Job> rows) {
        return frames(rows, jobs);
    }

    List<Job> jobs(byte[] answer) {
        return rows(answer, in -> row(in, jobs));
    }

    byte[] job(Job row) {
        return jobs.serializer().serialize("", row);
    }

    Job job(byte[] row) {
        return jobs.deserializer().deserialize("", row);
    }

    byte[] number(long number) {
        return written(out -> out.writeLong(number));
    }

    long number(byte[] answer) {
        return read(answer, DataInputStream::readLong);
    }

    byte[] statistics(Statistics statistics) {
        return written(out -> {
            out.writeBoolean(statistics.truncated());
            for (var group : statistics.groups().entrySet()) {
                write(out, group.getKey());
                write(out, group.getValue());
            }
        });
    }

    Statistics statistics(byte[] answer) {
        return read(answer, in -> {
            var truncated = in.readBoolean();
            var groups = new HashMap<Group, Sums>();
            while (in.available() > 0) {
                groups.put(group(in), sums(in));
            }
            return new Statistics(groups, truncated);
        });
    }

    private void write(DataOutputStream out, Group group) throws IOException {
        out.writeBoolean(group.bucket().isPresent());
        if (group.bucket().isPresent()) {
            out.writeLong(group.bucket().get().toEpochMilli());
        }
        out.writeInt(group.values().size());
        for (var value : group.values()) {
            frame(out, value, texts);
        }
    }

    private Group group(DataInputStream in) throws IOException {
        var bucket = in.readBoolean() ? Optional.of(Instant.ofEpochMilli(in.readLong())) : Optional.<Instant>empty();
        var values = new ArrayList<String>();
        for (var left = in.readInt(); left > 0; left--) {
            values.add(row(in, texts));
        }
        return new Group(bucket, values);
    }

    private static void write(DataOutputStream out, Sums sums) throws IOException {
        out.writeLong(sums.count());
        out.writeLong(sums.successful());
        out.writeLong(sums.first());
        out.writeLong(sums.manual());
        out.writeLong(sums.numbers());
    }

    private static Sums sums(DataInputStream in) throws IOException {
        return new Sums(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }

    byte[] owners(Map<Integer, URI> owners) {
        return holders(owners.entrySet().stream());
    }

    Map<Integer, URI> owners(byte[] answer) {
        return holders(answer).stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    byte[] copies(Map<Integer, Set<URI>> copies) {
        return holders(copies.entrySet().stream()
                .flatMap(at -> at.getValue().stream().map(node -> Map.entry(at.getKey(), node))));
    }

    Map<Integer, Set<URI>> copies(byte[] answer) {
        return holders(answer).stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toSet())));
    }

    private static byte[] holders(Stream<Map.Entry<Integer, URI>> holders) {
        return written(out -> {
            for (var holder : holders.toList()) {
                out.writeInt(holder.getKey());
                out.writeUTF(holder.getValue().toString());
            }
        });
    }

    private static List<Map.Entry<Integer, URI>> holders(byte[] answer) {
        return rows(answer, in -> Map.entry(in.readInt(), URI.create(in.readUTF())));
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private interface Reading<R> {
        R from(DataInputStream in) throws IOException;
    }

    private static <R> byte[] frames(List<R> rows, Serde<R> serde) {
        return written(out -> {
            for (var row : rows) {
                frame(out, row, serde);
            }
        });
    }

    private static byte[] written(Writing writing) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <R> void frame(DataOutputStream out, R row, Serde<R> serde) throws IOException {
        var bytes = serde.serializer().serialize("", row);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static <R> List<R> rows(byte[] answer, Reading<R> reading) {
        return read(answer, in -> {
            var rows = new ArrayList<R>();
            while (in.available() > 0) {
                rows.add(reading.from(in));
            }
            return rows;
        });
    }

    private static <R> R read(byte[] answer, Reading<R> reading) {
        try (var in = new DataInputStream(new ByteArrayInputStream(answer))) {
            return reading.from(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <R> R row(DataInputStream in, Serde<R> serde) throws IOException {
        var length = in.readInt();
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("an answer ends in the middle of a row");
        }
        return serde.deserializer().deserialize("", bytes);
    }
}
