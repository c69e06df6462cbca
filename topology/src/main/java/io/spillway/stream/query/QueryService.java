package io.spillway.stream.query;

import io.spillway.wire.Wire;
import java.io.IOException;
import java.util.function.Function;

/** Answers the questions of other nodes from the partitions that are here. */
public final class QueryService {

    private final Function<Share, Queries> here;
    private final Owners owners;
    private final QueryWire wire;

    /**
     * Answers as soon as it is asked.
     *
     * @param here how to ask about partitions of this node
     * @param owners what this node knows of them
     */
    public QueryService(Function<Share, Queries> here, Owners owners, Wire wire) {
        this.here = here;
        this.owners = owners;
        this.wire = new QueryWire(wire);
    }

    /**
     * Answers one question.
     *
     * @param kind the last part of the path it came to
     * @param share the partitions that it is about
     * @throws IOException for what is no question
     */
    public byte[] answer(String kind, Share share, byte[] body) throws IOException {
        var local = here.apply(share);
        return switch (wire.question(kind, body)) {
            case Asked.OneTenant(var tenant) ->
                wire.tenants(local.tenant(tenant).stream().toList());
            case Asked.Tenants(var scan) -> wire.tenants(local.tenants(scan));
            case Asked.Subscriptions(var tenant) -> wire.subscriptions(local.subscriptions(tenant));
            case Asked.OneSubscription(var tenant, var destination) ->
                wire.subscriptions(
                        local.subscription(tenant, destination).stream().toList());
            case Asked.OneEvent(var tenant, var event) -> wire.events(local.event(tenant, event));
            case Asked.Events(var criteria, var scan) -> wire.events(local.events(criteria, scan));
            case Asked.OneDelivery(var tenant, var delivery) ->
                wire.entries(local.delivery(tenant, delivery).stream().toList());
            case Asked.Deliveries(var criteria, var scan) -> wire.deliveries(local.deliveries(criteria, scan));
            case Asked.DeadLetters(var criteria, var scan) -> wire.deliveries(local.deadLetters(criteria, scan));
            case Asked.OneJob(var tenant, var job) ->
                wire.jobs(local.job(tenant, job).stream().toList());
            case Asked.Replays(var tenants, var scan) -> wire.jobs(local.replays(tenants, scan));
            case Asked.Count(var job) -> wire.number(local.count(wire.job(job)));
            case Asked.Statistics(var question) -> wire.statistics(local.statistics(question));
            case Asked.Ownership() -> wire.owners(owners.all());
            case Asked.Copies() -> wire.copies(owners.copies());
            case Asked.Attempts(var criteria, var scan) -> wire.attempts(local.attempts(criteria, scan));
        };
    }
}
