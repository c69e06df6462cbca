package io.spillway.gateway;

import io.spillway.gateway.adapter.AdapterParts;
import io.spillway.gateway.destination.Destinations;
import io.spillway.gateway.destination.Draft;
import io.spillway.gateway.destination.Safe;
import io.spillway.gateway.destination.Transforms;
import io.spillway.gateway.limit.Limits;
import io.spillway.gateway.publish.Door;
import io.spillway.gateway.publish.Intake;
import io.spillway.gateway.publish.Publisher;
import io.spillway.gateway.request.Changes;

/** What does the work behind routes of every dialect. */
record Desk(Changes changes, Safe safe, Door door, Publisher publisher, Intake intake, Destinations destinations) {

    static Desk of(GatewayConfig config, Parts parts, Limits limits) {
        var terms = config.terms();
        var changes = new Changes(parts.requests(), parts.outbox());
        var safe = new Safe(parts.types(), parts.vault());
        var draft = new Draft(safe, new Transforms(parts.transformer()), terms.topics(), terms.ids());
        var door = new Door(terms.topics(), terms.ids(), terms.maxEventBytes());
        var publisher = new Publisher(parts.requests(), parts.outbox());
        return new Desk(
                changes,
                safe,
                door,
                publisher,
                new Intake(door, limits, publisher),
                new Destinations(changes, parts.queries(), draft, safe));
    }

    /** What of it routes of other systems work with. */
    AdapterParts shared(Parts parts) {
        return new AdapterParts(intake, destinations, parts.queries(), parts.bodies(), changes);
    }
}
