package io.spillway.stream.query;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.Job;
import io.spillway.domain.JobId;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.stream.query.statistics.Question;
import io.spillway.stream.query.statistics.Statistics;
import io.spillway.topic.Partitions;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Takes each question to the nodes that can answer it: one about a tenant to its owner, others to everybody, each for the
 * partitions that it owns. Where an owner does not answer and {@link Staleness} is allowed, copies are asked, partition
 * by partition.
 */
public final class RoutedQueries implements Queries {

    private final Owners owners;
    private final Nodes nodes;
    private final int partitions;

    /** How to ask a node; this one is asked directly. */
    @FunctionalInterface
    public interface Nodes {
        Queries at(URI node, Share share);
    }

    public RoutedQueries(Owners owners, Nodes nodes, int partitions) {
        this.owners = owners;
        this.nodes = nodes;
        this.partitions = partitions;
    }

    @Override
    public Optional<Tenant> tenant(TenantId tenant) {
        return of(tenant, node -> node.tenant(tenant));
    }

    @Override
    public List<Tenant> tenants(Scan scan) {
        return scan.page(all(node -> node.tenants(scan)).flatMap(List::stream), Positions::of);
    }

    @Override
    public List<SubscriptionRow> subscriptions(TenantId tenant) {
        return of(tenant, node -> node.subscriptions(tenant));
    }

    @Override
    public Optional<SubscriptionRow> subscription(TenantId tenant, DestinationId destination) {
        return of(tenant, node -> node.subscription(tenant, destination));
    }

    @Override
    public List<EventEntry> event(Optional<TenantId> tenant, EventId event) {
        return asked(tenant.stream().collect(Collectors.toSet()), node -> node.event(tenant, event))
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public List<EventEntry> events(Criteria.OfEvents criteria, Scan scan) {
        return scan.page(
                asked(criteria.tenants(), node -> node.events(criteria, scan)).flatMap(List::stream), Positions::of);
    }

    @Override
    public Optional<DeliveryEntry> delivery(Optional<TenantId> tenant, DeliveryId delivery) {
        return asked(tenant.stream().collect(Collectors.toSet()), node -> node.delivery(tenant, delivery))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public List<DeliveryRow> deliveries(Criteria.OfDeliveries criteria, Scan scan) {
        return scan.page(
                asked(criteria.tenants(), node -> node.deliveries(criteria, scan))
                        .flatMap(List::stream),
                DeliveryRow::position);
    }

    @Override
    public List<DeliveryRow> deadLetters(Criteria.OfDeliveries criteria, Scan scan) {
        return scan.page(
                asked(criteria.tenants(), node -> node.deadLetters(criteria, scan))
                        .flatMap(List::stream),
                DeliveryRow::position);
    }

    @Override
    public Optional<Job> job(Optional<TenantId> tenant, JobId job) {
        return asked(tenant.stream().collect(Collectors.toSet()), node -> node.job(tenant, job))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public List<Job> replays(Set<TenantId> tenants, Scan scan) {
        return scan.page(asked(tenants, node -> node.replays(tenants, scan)).flatMap(List::stream), Positions::of);
    }

    @Override
    public long count(Job job) {
        return of(job.tenant(), node -> node.count(job));
    }

    @Override
    public List<AttemptRow> attempts(Criteria.OfAttempts criteria, Scan scan) {
        return scan.page(
                asked(criteria.tenants(), node -> node.attempts(criteria, scan)).flatMap(List::stream),
                AttemptRow::position);
    }

    @Override
    public Statistics statistics(Question question) {
        return Statistics.merged(asked(question.tenants(), node -> node.statistics(question)));
    }

    private <R> R of(TenantId tenant, Function<Queries, R> question) {
        return asked(Set.of(tenant), question).findFirst().orElseThrow();
    }

    private <R> Stream<R> asked(Set<TenantId> tenants, Function<Queries, R> question) {
        if (tenants.isEmpty()) {
            return all(question);
        }
        var theirs = tenants.stream()
                .map(tenant -> Partitions.of(tenant, partitions))
                .collect(Collectors.toSet());
        return ask(theirs, new Asking<>(question, true));
    }

    private <R> Stream<R> all(Function<Queries, R> question) {
        return ask(IntStream.range(0, partitions).boxed().collect(Collectors.toSet()), new Asking<>(question, false));
    }

    private <R> Stream<R> ask(Set<Integer> wanted, Asking<R> asking) {
        if (Staleness.isLate()) {
            throw new NotReadyException("the nodes that know take too long to answer");
        }
        var known = owners.all();
        var byOwner = wanted.stream()
                .collect(Collectors.groupingBy(
                        partition -> Optional.ofNullable(known.get(partition)).orElseThrow(() -> ownerless(partition)),
                        Collectors.toSet()));
        return byOwner.entrySet().stream().flatMap(owner -> ask(owner.getKey(), owner.getValue(), asking));
    }

    private static NotReadyException ownerless(int partition) {
        return new NotReadyException("partition " + partition + " has no owner at the moment");
    }

    private <R> Stream<R> ask(URI owner, Set<Integer> theirs, Asking<R> asking) {
        try {
            return Stream.of(asking.question().apply(nodes.at(owner, Share.ofOwner(theirs))));
        } catch (NotReadyException away) {
            if (!Staleness.isAllowed()) {
                throw away;
            }
            var copies = owners.copies();
            return theirs.stream().map(partition -> {
                // The owner is asked last: its task may not run yet and its stores be all there.
                var holders = Stream.concat(copies.getOrDefault(partition, Set.of()).stream(), Stream.of(owner));
                return copy(partition, holders.distinct().toList(), asking, away);
            });
        }
    }

    private <R> R copy(int partition, List<URI> holders, Asking<R> asking, NotReadyException away) {
        for (var holder : holders) {
            try {
                var answer = asking.question().apply(nodes.at(holder, Share.ofCopy(partition)));
                if (asking.isGood(answer)) {
                    return answer;
                }
            } catch (NotReadyException e) {
                away.addSuppressed(e);
            }
        }
        throw away;
    }

    /**
     * A question.
     *
     * @param particular it is about certain tenants: a copy that finds nothing of theirs may not have it yet
     */
    private record Asking<R>(Function<Queries, R> question, boolean particular) {

        boolean isGood(R answer) {
            return !particular || !isNothing(answer);
        }

        private static boolean isNothing(Object answer) {
            var noOne = answer instanceof Optional<?> one && one.isEmpty();
            var noMany = answer instanceof Collection<?> many && many.isEmpty();
            var noFigures =
                    answer instanceof Statistics figures && figures.groups().isEmpty();
            return noOne || noMany || noFigures;
        }
    }
}
