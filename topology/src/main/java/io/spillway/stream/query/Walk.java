package io.spillway.stream.query;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.Job;
import io.spillway.domain.Selection;
import io.spillway.domain.Work;
import io.spillway.stream.Keys;
import io.spillway.stream.query.Criteria.Period;
import io.spillway.stream.route.Wanted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Walks through the deliveries that a job is about, a part at a time, in the order of the index that lists them: of dead
 * letters that by the time of death, of all others that by the event's. What came after the job was ordered is passed over.
 */
public final class Walk {

    /** Bounds a part whose job is about few of many. */
    private static final int ENTRIES_AT_MOST = 2_000;

    private static final int COUNTED_TOGETHER = 1_000;
    private static final Set<DeliveryState> UNDER_WAY =
            Set.of(DeliveryState.IN_FLIGHT, DeliveryState.SCHEDULED, DeliveryState.HELD);
    private static final Set<DeliveryState> BEGUN_AND_ENDED =
            Set.of(DeliveryState.DELIVERED, DeliveryState.DEAD, DeliveryState.CANCELLED);
    private static final Set<DeliveryState> ANY = Set.of(DeliveryState.values());

    private final PartitionStores stores;

    public Walk(PartitionStores stores) {
        this.stores = stores;
    }

    /**
     * What a part of a walk met.
     *
     * @param reached up to where it went
     * @param ended whether nothing is behind that place
     */
    public record Part(List<Found> found, Optional<Job.Mark> reached, boolean ended) {}

    /** An event and the delivery of it that was met; where a job is about events as such, there is none. */
    public record Found(EventId event, Optional<DeliveryEntry> delivery) {}

    /** The part behind what the job has reached; it holds all that is found of its last event, and so may be a little larger. */
    public Part next(Job job, int atMost) {
        return switch (job.work()) {
            case Work.Cancel(var selection) ->
                events(job, selection, atMost, event -> deliveries(event, selection, UNDER_WAY));
            case Work.Redrive(var selection, var _) -> letters(job, selection, atMost);
            case Work.Discard(var selection) -> letters(job, selection, atMost);
            case Work.Erase erase ->
                events(
                        job,
                        erase.selection(),
                        atMost,
                        event -> Stream.of(new Found(event.event().id(), Optional.empty())));
            case Work.Replay replay -> toReplay(job, replay, atMost);
        };
    }

    long count(Job job) {
        var counted = job;
        while (true) {
            var part = next(counted, COUNTED_TOGETHER);
            counted = counted.advanced(part.found().size(), part.reached(), job.updatedAt());
            if (part.ended()) {
                return counted.progress().done();
            }
        }
    }

    private Part letters(Job job, Selection selection, int atMost) {
        var until = job.createdAt().plusMillis(1);
        var period = new Period(
                selection.from(),
                Optional.of(selection.until().filter(until::isAfter).orElse(until)));
        return part(
                new TimeIndex<>(stores.lettersByTime()),
                job,
                period,
                atMost,
                id -> letter(job, id)
                        .filter(selection::admits)
                        .map(letter -> new Found(letter.ref().event(), Optional.of(letter)))
                        .stream());
    }

    private Optional<DeliveryEntry> letter(Job job, String id) {
        return Optional.ofNullable(stores.deliveries().get(Keys.of(job.tenant(), new DeliveryId(id))))
                .filter(entry -> entry.state() == DeliveryState.DEAD);
    }

    private Stream<Found> deliveries(EventEntry event, Selection selection, Set<DeliveryState> possible) {
        return new DeliveriesOf(stores, selection.destinations())
                .event(event)
                .filter(delivery -> possible.contains(delivery.state()))
                .filter(selection::admits)
                .map(delivery -> new Found(event.event().id(), Optional.of(delivery)));
    }

    private Part toReplay(Job job, Work.Replay replay, int atMost) {
        var selection = replay.selection();
        if (replay.to().isEmpty()) {
            return events(job, selection, atMost, event -> once(toReplay(event, selection)));
        }
        return wanted(job, replay.to().get())
                .map(to -> events(job, selection, atMost, event -> toReplay(event, selection, to)))
                .orElseGet(() -> new Part(List.of(), Optional.empty(), true));
    }

    private Stream<Found> toReplay(EventEntry event, Selection selection) {
        return deliveries(event, selection, selection.states().isEmpty() ? BEGUN_AND_ENDED : ANY);
    }

    /** To another destination goes what that one wants, once, whether or not it went to anybody before. */
    private Stream<Found> toReplay(EventEntry event, Selection selection, Wanted to) {
        if (!to.wantsTopic(event.event())) {
            return Stream.empty();
        }
        var isAboutEvents =
                selection.states().isEmpty() && selection.destinations().isEmpty();
        return isAboutEvents
                ? Stream.of(new Found(event.event().id(), Optional.empty()))
                : toReplay(event, selection).limit(1);
    }

    /** Each destination gets an event once, however often it had it. */
    private static Stream<Found> once(Stream<Found> all) {
        var seen = new HashSet<DestinationId>();
        return all.filter(found -> seen.add(found.delivery().orElseThrow().ref().destination()));
    }

    private Optional<Wanted> wanted(Job job, DestinationId to) {
        return Optional.ofNullable(stores.subscriptions().get(Keys.of(job.tenant(), to)))
                .map(Wanted::by);
    }

    private Part events(Job job, Selection selection, int atMost, Function<EventEntry, Stream<Found>> meeting) {
        Function<String, Stream<Found>> met =
                id -> event(job, selection, id).stream().flatMap(meeting);
        return selection.events().isEmpty()
                ? part(
                        new TimeIndex<>(stores.eventsByTime()),
                        job,
                        new Period(selection.from(), selection.until()),
                        atMost,
                        met)
                : named(job, selection, atMost, met);
    }

    private Optional<EventEntry> event(Job job, Selection selection, String id) {
        return Optional.ofNullable(stores.events().get(Keys.of(job.tenant(), new EventId(id))))
                .filter(entry -> job.isErasingTheTenant() || !entry.receivedAt().isAfter(job.createdAt()))
                .filter(entry -> selection.contains(entry.event().time()))
                .filter(entry -> selection.admits(entry.event().topic()));
    }

    private static <V> Part part(
            TimeIndex<V> index, Job job, Period period, int atMost, Function<String, Stream<Found>> meeting) {
        var found = new ArrayList<Found>();
        var reached = job.progress().reached();
        try (var entries = index.behind(job.tenant(), period, reached)) {
            for (var met = 0; entries.hasNext(); met++) {
                if (met == ENTRIES_AT_MOST || found.size() >= atMost) {
                    return new Part(found, reached, false);
                }
                var next = TimeIndex.entry(entries.next(), job.tenant());
                meeting.apply(next.id()).forEach(found::add);
                reached = Optional.of(new Job.Mark(next.time(), next.id()));
            }
        }
        return new Part(found, reached, true);
    }

    /** Events that are named are met in the order of their ids. */
    private static Part named(Job job, Selection selection, int atMost, Function<String, Stream<Found>> meeting) {
        var found = new ArrayList<Found>();
        var reached = job.progress().reached();
        var behind = reached.map(Job.Mark::id).orElse("");
        var left = selection.events().stream()
                .map(EventId::value)
                .filter(id -> id.compareTo(behind) > 0)
                .sorted(Comparator.naturalOrder())
                .toList();
        for (var id : left) {
            if (found.size() >= atMost) {
                return new Part(found, reached, false);
            }
            meeting.apply(id).forEach(found::add);
            reached = Optional.of(new Job.Mark(Instant.EPOCH, id));
        }
        return new Part(found, reached, true);
    }
}
