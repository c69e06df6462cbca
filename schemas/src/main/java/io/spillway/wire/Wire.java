package io.spillway.wire;

import io.spillway.domain.Answer;
import io.spillway.domain.AuditRecord;
import io.spillway.domain.Command;
import io.spillway.domain.DeadLetter;
import io.spillway.domain.Delivery;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DestinationStatus;
import io.spillway.domain.Erasure;
import io.spillway.domain.Event;
import io.spillway.domain.EventEntry;
import io.spillway.domain.Health;
import io.spillway.domain.HeldDelivery;
import io.spillway.domain.HeldQueue;
import io.spillway.domain.Job;
import io.spillway.domain.OperatorEvent;
import io.spillway.domain.Quarantined;
import io.spillway.domain.Report;
import io.spillway.domain.Subscription;
import io.spillway.domain.Tenant;
import io.spillway.domain.Waiting;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;

/**
 * The serdes of every topic value and of every state row. Values are in the registry's wire form (0x00, content id, Avro),
 * rows in Avro's single-object encoding. All may be shared by threads; none ever waits for the registry. Times are kept
 * to the millisecond (due times rounded up), durations to the microsecond.
 */
public final class Wire {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final KnownSchemas known;
    private final SchemaLookup lookup;
    private final Serde<Event> events;
    private final Serde<Command> commands;
    private final Serde<Answer> answers;
    private final Serde<Tenant> tenants;
    private final Serde<Subscription> subscriptions;
    private final Serde<DestinationStatus> destinations;
    private final Serde<Delivery> deliveries;
    private final Serde<Report> reports;
    private final Serde<Waiting> waiting;
    private final Serde<DeadLetter> deadLetters;
    private final Serde<Quarantined> quarantined;
    private final Serde<OperatorEvent> operatorEvents;
    private final Serde<AuditRecord> auditRecords;
    private final Serde<Erasure> erasures;

    private Wire(SchemaRegistry registry, KnownSchemas known) {
        this.known = known;
        lookup = new SchemaLookup(registry, known, InstantSource.system());
        events = new RegistrySerde<>(known, new EventCodec());
        commands = new RegistrySerde<>(known, new CommandCodec());
        answers = new RegistrySerde<>(known, new AnswerCodec());
        tenants = new RegistrySerde<>(known, new TenantCodec());
        subscriptions = new RegistrySerde<>(known, new SubscriptionCodec());
        destinations = new RegistrySerde<>(known, new DestinationStatusCodec());
        deliveries = new RegistrySerde<>(known, new DeliveryCodec());
        reports = new RegistrySerde<>(known, new ReportCodec());
        waiting = new RegistrySerde<>(known, new WaitingCodec());
        deadLetters = new RegistrySerde<>(known, new DeadLetterCodec());
        quarantined = new RegistrySerde<>(known, new QuarantinedCodec());
        operatorEvents = new RegistrySerde<>(known, new OperatorEventCodec());
        auditRecords = new RegistrySerde<>(known, new AuditRecordCodec());
        erasures = new RegistrySerde<>(known, new ErasureCodec());
    }

    /** For tests: a registry of its own inside this process. */
    public static Wire inMemory() {
        return with(new InMemoryRegistry());
    }

    /** Registers our schemas with that registry, which must be there at once. */
    public static Wire with(SchemaRegistry registry) {
        return new Wire(registry, Registration.once(registry));
    }

    /**
     * Registers our schemas, waiting up to three minutes for the registry to be there, and never waits for it again.
     *
     * @param registry the base address, with or without the path {@code /apis/registry/v3}
     * @param settings {@code apicurio.registry.auth.username} and {@code .password} where the registry asks for them
     * @throws IllegalStateException with one clear sentence, when the registry did not answer
     */
    public static Wire connect(URI registry, Map<String, String> settings) {
        var apicurio = new ApicurioRegistry(registry, settings);
        return new Wire(apicurio, Registration.patiently(apicurio, registry, PATIENCE));
    }

    /** The version of what this release writes; it reads that and all before it. */
    public static int version() {
        return SchemaVersions.newest();
    }

    /** Asks the registry for an unknown id, outside the task. */
    public SchemaLookup lookup() {
        return lookup;
    }

    /** Reads what producers put on {@code events}; an event's data and metadata may have at most so many bytes. */
    public EventReader eventReader(int maxEventBytes) {
        return new EventReader(new RegistrySerde<>(known, new ProducedEvent()).deserializer(), maxEventBytes);
    }

    /** Events whose tenant, id and time are known: what the gateway and re-keying write. */
    public Serde<Event> events() {
        return events;
    }

    public Serde<Command> commands() {
        return commands;
    }

    public Serde<Answer> answers() {
        return answers;
    }

    public Serde<Tenant> tenants() {
        return tenants;
    }

    public Serde<Subscription> subscriptions() {
        return subscriptions;
    }

    public Serde<DestinationStatus> destinations() {
        return destinations;
    }

    public Serde<Delivery> deliveries() {
        return deliveries;
    }

    public Serde<Report> reports() {
        return reports;
    }

    public Serde<Waiting> waiting() {
        return waiting;
    }

    public Serde<DeadLetter> deadLetters() {
        return deadLetters;
    }

    public Serde<Quarantined> quarantined() {
        return quarantined;
    }

    public Serde<OperatorEvent> operatorEvents() {
        return operatorEvents;
    }

    public Serde<AuditRecord> auditRecords() {
        return auditRecords;
    }

    public Serde<Erasure> erasures() {
        return erasures;
    }

    public Serde<Tenant> tenantRows() {
        return Rows.of(new TenantCodec());
    }

    public Serde<Subscription> subscriptionRows() {
        return Rows.of(new SubscriptionCodec());
    }

    public Serde<EventEntry> eventEntries() {
        return Rows.of(new EventEntryCodec());
    }

    public Serde<DeliveryEntry> deliveryEntries() {
        return Rows.of(new DeliveryEntryCodec());
    }

    public Serde<HeldDelivery> heldDeliveries() {
        return Rows.of(new HeldDeliveryCodec());
    }

    public Serde<HeldQueue> heldQueues() {
        return Rows.of(new HeldQueueCodec());
    }

    public Serde<Job> jobs() {
        return Rows.of(JobCodec.INSTANCE);
    }

    public Serde<Health> health() {
        return Rows.of(new HealthCodec());
    }
}
