package io.spillway.wire;

import io.spillway.wire.avro.Answer;
import io.spillway.wire.avro.AuditRecord;
import io.spillway.wire.avro.Command;
import io.spillway.wire.avro.DeadLetter;
import io.spillway.wire.avro.Delivery;
import io.spillway.wire.avro.DestinationStatus;
import io.spillway.wire.avro.Erasure;
import io.spillway.wire.avro.Event;
import io.spillway.wire.avro.OperatorEvent;
import io.spillway.wire.avro.Quarantined;
import io.spillway.wire.avro.Report;
import io.spillway.wire.avro.Subscription;
import io.spillway.wire.avro.Tenant;
import io.spillway.wire.avro.Waiting;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.apache.avro.Schema;

/** Tells a registry all schemas that we write or ever wrote, and learns their ids. */
final class Registration {

    /** The schemas of topic values. */
    static final List<Schema> VALUES = List.of(
            Event.getClassSchema(),
            Command.getClassSchema(),
            Answer.getClassSchema(),
            Tenant.getClassSchema(),
            Subscription.getClassSchema(),
            DestinationStatus.getClassSchema(),
            Delivery.getClassSchema(),
            Report.getClassSchema(),
            Waiting.getClassSchema(),
            DeadLetter.getClassSchema(),
            Quarantined.getClassSchema(),
            OperatorEvent.getClassSchema(),
            AuditRecord.getClassSchema(),
            Erasure.getClassSchema());

    private static final Duration PAUSE = Duration.ofMillis(250);

    private Registration() {}

    static KnownSchemas once(SchemaRegistry registry) {
        try {
            return register(registry);
        } catch (RegistryAwayException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    static KnownSchemas patiently(SchemaRegistry registry, URI address, Duration patience) {
        var end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return register(registry);
            } catch (RegistryAwayException e) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(
                            "The schema registry at " + address + " did not take our schemas within "
                                    + patience.toSeconds() + " s: " + e.getMessage(),
                            e);
                }
                pause();
            }
        }
    }

    /** Older versions first, so that the registry's latest version of each schema is ours. */
    private static KnownSchemas register(SchemaRegistry registry) throws RegistryAwayException {
        var known = new KnownSchemas();
        for (var schema : VALUES) {
            for (var older : SchemaVersions.of(schema.getName())) {
                known.add(registry.register(older), older);
            }
            known.addOwn(registry.register(SchemaVersions.plain(schema)), schema);
        }
        return known;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the schema registry", e);
        }
    }
}
