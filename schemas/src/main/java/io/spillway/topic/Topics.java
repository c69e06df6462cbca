package io.spillway.topic;

import io.spillway.domain.Answer;
import io.spillway.domain.AuditRecord;
import io.spillway.domain.Command;
import io.spillway.domain.DeadLetter;
import io.spillway.domain.Delivery;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.DestinationStatus;
import io.spillway.domain.Erasure;
import io.spillway.domain.Event;
import io.spillway.domain.OperatorEvent;
import io.spillway.domain.Quarantined;
import io.spillway.domain.Report;
import io.spillway.domain.Subscription;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import io.spillway.domain.Waiting;
import io.spillway.topic.Layout.Partitioning;
import io.spillway.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** The catalogue: every topic that Spillway has. */
public final class Topics {

    private static final Pattern DEPLOYMENT = Pattern.compile("[A-Za-z0-9-]{0,64}");
    /** What a record may have beyond the event's data and metadata. */
    private static final int ENVELOPE = 128 * 1024;
    /** What a record may have that carries a delivery, with its settings and outcome, around the event. */
    private static final int DELIVERY = 2 * ENVELOPE;

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration QUARTER = Duration.ofDays(90);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final String deployment;
    private final Tiers tiers;
    private final Sizes sizes;
    private final Wire wire;

    private Topics(String deployment, Tiers tiers, Sizes sizes, Wire wire) {
        this.deployment = deployment;
        this.tiers = tiers;
        this.sizes = sizes;
        this.wire = wire;
    }

    /** @param deployment empty, or letters, digits and hyphens that precede every name */
    public static Topics of(String deployment, Tiers tiers, Sizes sizes, Wire wire) {
        if (!DEPLOYMENT.matcher(deployment).matches()) {
            throw new IllegalArgumentException("a deployment id has at most 64 letters, digits and hyphens");
        }
        return new Topics(deployment, tiers, sizes, wire);
    }

    /** The same catalogue with another number of partitions. */
    Topics withPartitions(int partitions) {
        return new Topics(deployment, tiers, sizes.withPartitions(partitions), wire);
    }

    public Topic<TenantId, Event> events() {
        return byTenant("events", wire.events(), kept(WEEK, ENVELOPE));
    }

    /** Events that lay on another partition than their tenant's. */
    public Topic<TenantId, Event> eventsRekeyed() {
        return byTenant("events.rekeyed", wire.events(), kept(DAY, ENVELOPE));
    }

    public Topic<TenantId, Command> commands() {
        return byTenant("commands", wire.commands(), kept(DAY, ENVELOPE));
    }

    /** Keyed by requester. */
    public Topic<String, Answer> commandResults() {
        return topic(
                "command-results",
                Serdes.String(),
                wire.answers(),
                kept(DAY, ENVELOPE).by(Partitioning.KEY));
    }

    public Topic<TenantId, Tenant> tenants() {
        return byTenant("tenants", wire.tenants(), compacted());
    }

    public Topic<DestinationKey, Subscription> subscriptions() {
        return topic(
                "subscriptions",
                Keys.destination(),
                wire.subscriptions(),
                compacted().by(Partitioning.TENANT));
    }

    public Topic<DestinationKey, DestinationStatus> destinations() {
        return topic(
                "destinations",
                Keys.destination(),
                wire.destinations(),
                compacted().by(Partitioning.KEY));
    }

    public Topic<DestinationKey, Delivery> deliveries() {
        return topic(
                "deliveries",
                Keys.destination(),
                wire.deliveries(),
                kept(WEEK, DELIVERY).by(Partitioning.KEY));
    }

    public Topic<TenantId, Report> attempts() {
        return byTenant("attempts", wire.reports(), kept(MONTH, DELIVERY));
    }

    public Topic<TenantId, Waiting> retries(Tier tier) {
        return byTenant("retries." + tier.name(), wire.waiting(), kept(waitingRetention(), DELIVERY));
    }

    public Tiers tiers() {
        return tiers;
    }

    public Topic<TenantId, Waiting> due() {
        return byTenant("due", wire.waiting(), kept(WEEK, DELIVERY));
    }

    public Topic<TenantId, DeadLetter> deadLetters() {
        return byTenant("dead-letters", wire.deadLetters(), kept(MONTH, DELIVERY));
    }

    /** Keyed as the record was that could not be read. */
    public Topic<byte[], Quarantined> quarantine() {
        return topic(
                "quarantine",
                Serdes.ByteArray(),
                wire.quarantined(),
                kept(MONTH, DELIVERY).by(Partitioning.KEY));
    }

    /** Keyed by name. */
    public Topic<String, byte[]> settings() {
        return topic(
                "settings", Serdes.String(), Serdes.ByteArray(), compacted().by(Partitioning.SINGLE));
    }

    public Topic<TenantId, OperatorEvent> operatorEvents() {
        return byTenant("operator-events", wire.operatorEvents(), kept(WEEK, ENVELOPE));
    }

    /** What is to be forgotten, for whoever keeps what other topics hold: kept as long as the longest of those. */
    public Topic<TenantId, Erasure> erasures() {
        return byTenant("erasures", wire.erasures(), kept(QUARTER, ENVELOPE));
    }

    /** Keyed by caller. */
    public Topic<String, AuditRecord> audit() {
        return topic(
                "audit",
                Serdes.String(),
                wire.auditRecords(),
                kept(QUARTER, ENVELOPE).by(Partitioning.SINGLE));
    }

    /** What Kafka Connect could not read for the log store, as it lay on its topic; keyed likewise. Connect writes it. */
    public Topic<byte[], byte[]> logStoreRefused() {
        return topic(
                "log-store.refused",
                Serdes.ByteArray(),
                Serdes.ByteArray(),
                kept(MONTH, DELIVERY).by(Partitioning.SINGLE));
    }

    /** Keyed by node; a record is a tick, written for the append time in its acknowledgement. */
    public Topic<String, byte[]> clock() {
        return topic(
                "clock",
                Serdes.String(),
                Serdes.ByteArray(),
                kept(HOUR, ENVELOPE).by(Partitioning.SINGLE));
    }

    /** Every topic, in the order of the table in the documentation. */
    public List<Topic<?, ?>> all() {
        var all = new ArrayList<Topic<?, ?>>(List.of(
                events(),
                eventsRekeyed(),
                commands(),
                commandResults(),
                tenants(),
                subscriptions(),
                destinations(),
                deliveries(),
                attempts()));
        tiers.all().forEach(tier -> all.add(retries(tier)));
        all.addAll(List.of(
                due(),
                deadLetters(),
                quarantine(),
                settings(),
                operatorEvents(),
                erasures(),
                audit(),
                logStoreRefused(),
                clock()));
        return List.copyOf(all);
    }

    /** How long each topic may hold what was written to it before, by name; a compacted one, once there is a newer record of its key. */
    public Map<String, Duration> forget() {
        return all().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Topic::name, topic -> topic.layout().forgetsWithin()));
    }

    /** The name of a thing of this deployment, as {@code spillway.events}. */
    public String name(String noun) {
        return (deployment.isEmpty() ? "" : deployment + ".") + "spillway." + noun;
    }

    public Sizes sizes() {
        return sizes;
    }

    /** How many partitions a topic has. */
    public int partitions(Topic<?, ?> topic) {
        return topic.layout().partitioning() == Partitioning.SINGLE ? 1 : sizes.partitions();
    }

    private Duration waitingRetention() {
        var twiceTheLongest = tiers.all().getLast().delay().multipliedBy(2);
        return twiceTheLongest.compareTo(WEEK) > 0 ? twiceTheLongest : WEEK;
    }

    private Layout kept(Duration retention, int beyondTheEvent) {
        return new Layout(Partitioning.TENANT, new Cleanup.Delete(retention), sizes.maxEventBytes() + beyondTheEvent);
    }

    /** Deletions must outlive every delivery that may still meet them. */
    private Layout compacted() {
        return new Layout(
                Partitioning.TENANT,
                new Cleanup.Compact(waitingRetention().plus(DAY.multipliedBy(2))),
                sizes.maxEventBytes() + ENVELOPE);
    }

    private <V> Topic<TenantId, V> byTenant(String name, Serde<V> values, Layout layout) {
        return topic(name, Keys.tenant(), values, layout);
    }

    private <K, V> Topic<K, V> topic(String name, Serde<K> keys, Serde<V> values, Layout layout) {
        return new Topic<>(name(name), keys, values, layout);
    }
}
