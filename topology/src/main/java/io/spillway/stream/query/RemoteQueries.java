package io.spillway.stream.query;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.Job;
import io.spillway.domain.JobId;
import io.spillway.domain.Patience;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.stream.query.statistics.Question;
import io.spillway.stream.query.statistics.Statistics;
import io.spillway.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks another node about some of its partitions. */
public final class RemoteQueries implements Queries {

    /** Where nodes answer each other. */
    public static final String PATH = "/internal/queries/";
    /** Says which {@link Share} a question is about. */
    public static final String SHARE = "x-spillway-share";

    private static final Duration DEADLINE = Duration.ofSeconds(2);
    /** Of copies, and of who has what: whoever asks waits for somebody else as well. */
    private static final Duration DEADLINE_BESIDE = Duration.ofSeconds(1);

    private static final Duration DEADLINE_TO_COUNT = Duration.ofSeconds(30);

    private final Line line;
    private final URI node;
    private final Share share;

    /** What all remote nodes are asked over; {@code authorization} is the header by which nodes know each other. */
    public static final class Line {

        private final HttpClient http;
        private final String authorization;
        private final QueryWire wire;
        private final Patience patience;

        public Line(HttpClient http, String authorization, Wire wire, Patience patience) {
            this.http = http;
            this.authorization = authorization;
            this.wire = new QueryWire(wire);
            this.patience = patience;
        }
    }

    public RemoteQueries(Line line, URI node, Share share) {
        this.line = line;
        this.node = node;
        this.share = share;
    }

    /** Asks a node what it knows of the others. */
    public static Owners owners(Line line, URI node) {
        return new RemoteQueries(line, node, Share.ofOwner(Set.of())).known();
    }

    @Override
    public Optional<Tenant> tenant(TenantId tenant) {
        return line.wire.tenants(ask(new Asked.OneTenant(tenant))).stream().findFirst();
    }

    @Override
    public List<Tenant> tenants(Scan scan) {
        return line.wire.tenants(ask(new Asked.Tenants(scan)));
    }

    @Override
    public List<SubscriptionRow> subscriptions(TenantId tenant) {
        return line.wire.subscriptions(ask(new Asked.Subscriptions(tenant)));
    }

    @Override
    public Optional<SubscriptionRow> subscription(TenantId tenant, DestinationId destination) {
        return line.wire.subscriptions(ask(new Asked.OneSubscription(tenant, destination))).stream()
                .findFirst();
    }

    @Override
    public List<EventEntry> event(Optional<TenantId> tenant, EventId event) {
        return line.wire.events(ask(new Asked.OneEvent(tenant, event)));
    }

    @Override
    public List<EventEntry> events(Criteria.OfEvents criteria, Scan scan) {
        return line.wire.events(ask(new Asked.Events(criteria, scan)));
    }

    @Override
    public Optional<DeliveryEntry> delivery(Optional<TenantId> tenant, DeliveryId delivery) {
        return line.wire.entries(ask(new Asked.OneDelivery(tenant, delivery))).stream()
                .findFirst();
    }

    @Override
    public List<DeliveryRow> deliveries(Criteria.OfDeliveries criteria, Scan scan) {
        return line.wire.deliveries(ask(new Asked.Deliveries(criteria, scan)));
    }

    @Override
    public List<DeliveryRow> deadLetters(Criteria.OfDeliveries criteria, Scan scan) {
        return line.wire.deliveries(ask(new Asked.DeadLetters(criteria, scan)));
    }

    @Override
    public Optional<Job> job(Optional<TenantId> tenant, JobId job) {
        return line.wire.jobs(ask(new Asked.OneJob(tenant, job))).stream().findFirst();
    }

    @Override
    public List<Job> replays(Set<TenantId> tenants, Scan scan) {
        return line.wire.jobs(ask(new Asked.Replays(tenants, scan)));
    }

    @Override
    public long count(Job job) {
        return line.wire.number(ask(new Asked.Count(line.wire.job(job)), DEADLINE_TO_COUNT));
    }

    @Override
    public List<AttemptRow> attempts(Criteria.OfAttempts criteria, Scan scan) {
        return line.wire.attempts(ask(new Asked.Attempts(criteria, scan)));
    }

    @Override
    public Statistics statistics(Question question) {
        return line.wire.statistics(ask(new Asked.Statistics(question), DEADLINE_TO_COUNT));
    }

    private Owners known() {
        return new Owners() {
            @Override
            public Map<Integer, URI> all() {
                return line.wire.owners(ask(new Asked.Ownership(), DEADLINE_BESIDE));
            }

            @Override
            public Map<Integer, Set<URI>> copies() {
                return line.wire.copies(ask(new Asked.Copies(), DEADLINE_BESIDE));
            }
        };
    }

    private byte[] ask(Asked asked) {
        return ask(asked, share.copies() ? DEADLINE_BESIDE : DEADLINE);
    }

    private byte[] ask(Asked asked, Duration deadline) {
        var request = HttpRequest.newBuilder(
                        node.resolve(PATH + asked.getClass().getSimpleName()))
                .timeout(line.patience.forAnswer(deadline))
                .header("authorization", line.authorization)
                .header(SHARE, share.toString())
                .POST(HttpRequest.BodyPublishers.ofByteArray(line.wire.question(asked)))
                .build();
        try {
            var response = line.http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new NotReadyException(node + " answered " + response.statusCode());
            }
            response.headers()
                    .firstValueAsLong(Staleness.HEADER)
                    .ifPresent(age -> Staleness.note(Duration.ofMillis(age)));
            return response.body();
        } catch (IOException e) {
            throw new NotReadyException(node + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotReadyException("interrupted while asking " + node, e);
        }
    }
}
