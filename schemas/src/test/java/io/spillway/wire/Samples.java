package io.spillway.wire;

import io.spillway.domain.Answer;
import io.spillway.domain.AuditRecord;
import io.spillway.domain.Batching;
import io.spillway.domain.CallOptions;
import io.spillway.domain.CancelReason;
import io.spillway.domain.Command;
import io.spillway.domain.Data;
import io.spillway.domain.DeadLetter;
import io.spillway.domain.Delivery;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationStatus;
import io.spillway.domain.DisableReason;
import io.spillway.domain.Erasure;
import io.spillway.domain.Event;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.Failure;
import io.spillway.domain.Header;
import io.spillway.domain.Health;
import io.spillway.domain.HeldDelivery;
import io.spillway.domain.HeldQueue;
import io.spillway.domain.Job;
import io.spillway.domain.JobId;
import io.spillway.domain.OperatorEvent;
import io.spillway.domain.Outcome;
import io.spillway.domain.Pace;
import io.spillway.domain.Place;
import io.spillway.domain.Policy;
import io.spillway.domain.Quarantined;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Rejection;
import io.spillway.domain.Replayed;
import io.spillway.domain.Report;
import io.spillway.domain.Response;
import io.spillway.domain.RetentionChange;
import io.spillway.domain.Retrying;
import io.spillway.domain.Schedule;
import io.spillway.domain.Sealed;
import io.spillway.domain.Selection;
import io.spillway.domain.SignatureProfile;
import io.spillway.domain.Subscription;
import io.spillway.domain.SubscriptionState;
import io.spillway.domain.Target;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.domain.Timings;
import io.spillway.domain.Waiting;
import io.spillway.domain.Work;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random values of every kind; the same seed gives the same ones. */
final class Samples {

    private static final String NAME = "abcXYZ019_.:@-";
    private static final String TEXT = "aZ 0/\"\\é漢😀\n{}";

    private final Random random;

    Samples(long seed) {
        random = new Random(seed);
    }

    Event event() {
        return event(inline());
    }

    private Event event(Data data) {
        return new Event(
                tenantId(),
                eventId(),
                maybe(this::text),
                instant(),
                metadata(),
                random.nextBoolean(),
                maybe(this::destinationId),
                data);
    }

    Tenant tenant() {
        return new Tenant(tenantId(), metadata(), maybe(this::days), instant(), instant());
    }

    private Duration days() {
        return Duration.ofDays(1 + random.nextInt(1_000));
    }

    Subscription subscription() {
        return new Subscription(
                tenantId(),
                destinationId(),
                random.nextLong(),
                random.nextLong(),
                name(),
                list(this::text),
                maybe(this::text),
                sealed(),
                policy(),
                metadata(),
                state(),
                instant(),
                instant());
    }

    DestinationStatus status() {
        return new DestinationStatus(random.nextLong(), random.nextLong(), state(), pace(), maybe(this::batching));
    }

    private Policy policy() {
        return new Policy(callOptions(), retrying(), pace(), random.nextBoolean(), maybe(this::batching));
    }

    private CallOptions callOptions() {
        return new CallOptions(maybe(this::millis), maybe(() -> any(SignatureProfile.values())), maybe(this::text));
    }

    private Retrying retrying() {
        return new Retrying(maybe(this::number), maybe(this::millis), maybe(this::schedule), maybe(random::nextDouble));
    }

    private Schedule schedule() {
        return one(
                () -> new Schedule.Exponential(millis(), random.nextDouble(), maybe(this::millis)),
                () -> new Schedule.Linear(millis(), millis()),
                () -> new Schedule.Fixed(millis()),
                () -> new Schedule.Listed(list(this::millis)));
    }

    private Pace pace() {
        return new Pace(
                maybe(this::number),
                maybe(() -> new Pace.Rate(random.nextDouble(), number())),
                maybe(() -> new Pace.Breaker(number(), millis())));
    }

    private Batching batching() {
        return new Batching(number(), millis());
    }

    private Duration millis() {
        return Duration.ofMillis(random.nextInt(1_000_000));
    }

    private SubscriptionState state() {
        return one(
                SubscriptionState.Active::new,
                () -> new SubscriptionState.Paused(instant()),
                () -> new SubscriptionState.Disabled(instant(), any(DisableReason.values())),
                () -> new SubscriptionState.Deleted(instant()));
    }

    Delivery delivery() {
        return new Delivery(
                deliveryId(),
                event(random.nextBoolean() ? inline() : new Data.Stored(at())),
                at(),
                new Target(
                        destinationId(),
                        random.nextLong(),
                        random.nextLong(),
                        name(),
                        sealed(),
                        callOptions(),
                        random.nextBoolean()),
                number(),
                random.nextInt(5),
                random.nextBoolean(),
                maybe(this::replayed));
    }

    private Replayed replayed() {
        return new Replayed(jobId(), maybe(this::deliveryId));
    }

    Job job() {
        return new Job(
                jobId(),
                tenantId(),
                one(
                        () -> new Work.Cancel(selection()),
                        () -> new Work.Redrive(selection(), maybe(random::nextDouble)),
                        () -> new Work.Discard(selection()),
                        () -> new Work.Erase(maybe(this::eventId)),
                        () -> new Work.Replay(selection(), maybe(this::destinationId), maybe(random::nextDouble))),
                any(Job.State.values()),
                new Job.Progress(
                        random.nextLong(),
                        maybe(random::nextLong),
                        maybe(this::text),
                        maybe(() -> new Job.Mark(instant(), text()))),
                new Job.Tally(random.nextLong(), random.nextLong(), random.nextLong()),
                instant(),
                instant());
    }

    private Selection selection() {
        return new Selection(
                set(this::eventId),
                set(this::destinationId),
                set(this::text),
                set(() -> any(DeliveryState.values())),
                maybe(this::instant),
                maybe(this::instant));
    }

    private <T> Set<T> set(Supplier<T> value) {
        return Set.copyOf(list(value));
    }

    private JobId jobId() {
        return new JobId(name());
    }

    Report report() {
        return one(
                this::attempt,
                () -> new Report.Cancellation(delivery().ref(), number(), any(CancelReason.values()), instant()));
    }

    private Report.Attempt attempt() {
        return new Report.Attempt(
                delivery().ref(),
                number(),
                random.nextBoolean(),
                instant(),
                duration(),
                outcome().with(timings()),
                maybe(this::delivery),
                maybe(this::name),
                maybe(this::instant));
    }

    private Timings timings() {
        return new Timings(maybe(this::duration), maybe(this::duration), maybe(this::duration), maybe(this::duration));
    }

    private Outcome outcome() {
        return one(
                () -> new Outcome.Delivered(response()),
                () -> new Outcome.Failed(any(Failure.values()), text(), maybe(this::response), maybe(this::millis)));
    }

    private Response response() {
        return new Response(text(), text());
    }

    Waiting waiting() {
        return one(
                () -> new Waiting.Scheduled(delivery(), instant()),
                () -> new Waiting.RawEvent(
                        tenantId(),
                        bytes(),
                        list(() -> new Header(text(), bytes())),
                        at(),
                        random.nextInt(9),
                        instant()));
    }

    DeadLetter deadLetter() {
        return new DeadLetter(delivery(), name(), attempt(), instant());
    }

    Quarantined quarantined() {
        return new Quarantined(maybe(this::inline), maybe(this::inline), at(), name(), text());
    }

    Erasure erasure() {
        return new Erasure(
                tenantId(),
                one(() -> new Erasure.OneEvent(eventId()), Erasure.Past::new, Erasure.Everything::new),
                instant());
    }

    AuditRecord auditRecord() {
        return new AuditRecord(
                new AuditRecord.Who(name(), maybe(this::tenantId), text(), maybe(this::text)),
                new AuditRecord.What(name(), text(), 200),
                name(),
                name());
    }

    OperatorEvent operatorEvent() {
        return new OperatorEvent(
                name(),
                name(),
                instant(),
                tenantId(),
                text(),
                maybe(() -> new OperatorEvent.Subject(destinationId(), sealed(), maybe(this::at))));
    }

    private RetentionChange retention() {
        return one(
                RetentionChange.AsBefore::new, RetentionChange.AsEverybody::new, () -> new RetentionChange.For(days()));
    }

    Command command() {
        return one(
                () -> new Command.PutTenant(tenantId(), metadata(), retention()),
                () -> new Command.DeleteTenant(tenantId()),
                () -> new Command.CreateDestination(subscription()),
                () -> new Command.UpdateDestination(subscription(), random.nextBoolean()),
                () -> new Command.EnableDestination(tenantId(), destinationId()),
                () -> new Command.DisableDestination(tenantId(), destinationId()),
                () -> new Command.DeleteDestination(tenantId(), destinationId()),
                () -> new Command.PauseDestination(tenantId(), destinationId()),
                () -> new Command.ResumeDestination(tenantId(), destinationId()),
                () -> new Command.RetryDelivery(tenantId(), eventId(), destinationId()),
                () -> new Command.StartJob(job()),
                () -> new Command.SteerJob(tenantId(), jobId(), any(Job.Steer.values())),
                () -> new Command.RedriveDeadLetter(tenantId(), deliveryId()),
                () -> new Command.DiscardDeadLetter(tenantId(), deliveryId()),
                () -> new Command.Probe(tenantId()));
    }

    Answer answer() {
        return one(
                () -> new Answer.TenantStored(tenant(), random.nextBoolean()),
                () -> new Answer.SubscriptionStored(subscription(), random.nextBoolean()),
                Answer.Done::new,
                () -> new Answer.JobStored(job()),
                () -> new Answer.Rejected(any(Rejection.values())),
                () -> new Answer.Routed(
                        eventId(), random.nextBoolean(), list(this::destinationId), random.nextBoolean()),
                () -> new Answer.Refused(name(), text()));
    }

    EventEntry eventEntry() {
        return new EventEntry(
                event(new Data.Stored(at())),
                instant(),
                list(this::destinationId),
                list(() -> new EventEntry.Skip(destinationId(), name())),
                random.nextInt(1000),
                list(() -> new EventEntry.ReplayedTo(jobId(), destinationId())));
    }

    DeliveryEntry deliveryEntry() {
        return new DeliveryEntry(
                delivery().ref(),
                any(DeliveryState.values()),
                maybe(this::text),
                list(() -> new DeliveryEntry.Tried(
                        number(),
                        random.nextBoolean(),
                        instant(),
                        duration(),
                        maybe(this::text),
                        maybe(this::name),
                        at(),
                        timings(),
                        maybe(this::name))),
                maybe(this::instant),
                instant(),
                instant(),
                maybe(this::instant));
    }

    Health health() {
        return new Health(
                random.nextInt(100),
                maybe(this::instant),
                maybe(this::instant),
                new Health.Share(number(), number()),
                maybe(this::instant));
    }

    HeldDelivery heldDelivery() {
        return new HeldDelivery(
                deliveryId(), eventId(), random.nextLong(), number(), random.nextInt(5), maybe(this::replayed));
    }

    HeldQueue heldQueue() {
        return new HeldQueue(
                random.nextInt(1000),
                place(),
                place(),
                maybe(() -> new HeldQueue.UnderWay(deliveryId(), place())),
                maybe(() -> new HeldQueue.Voided(random.nextLong(), any(CancelReason.values()), instant())));
    }

    private Place place() {
        return new Place(instant(), random.nextLong(Long.MAX_VALUE));
    }

    private Sealed sealed() {
        return new Sealed(name(), bytes());
    }

    private RecordAt at() {
        return new RecordAt(name(), random.nextInt(50), random.nextLong(Long.MAX_VALUE));
    }

    private TenantId tenantId() {
        return new TenantId(name());
    }

    private DestinationId destinationId() {
        return new DestinationId(name());
    }

    private DeliveryId deliveryId() {
        return new DeliveryId(name());
    }

    private EventId eventId() {
        return new EventId(name() + "/é漢😀");
    }

    private Data.Inline inline() {
        return new Data.Inline(("{\"a\":\"" + name() + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, String> metadata() {
        return list(this::name).stream().distinct().collect(Collectors.toMap(key -> key, key -> text()));
    }

    private byte[] bytes() {
        var bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    private int number() {
        return 1 + random.nextInt(100);
    }

    private Instant instant() {
        return Instant.ofEpochMilli(random.nextLong(-1_000_000_000_000L, 10_000_000_000_000L));
    }

    private Duration duration() {
        return Duration.ofNanos(random.nextInt(1_000_000_000) * 1_000L);
    }

    private String name() {
        return of(NAME, 1 + random.nextInt(40));
    }

    private String text() {
        return of(TEXT, random.nextInt(60));
    }

    private String of(String alphabet, int length) {
        var points = alphabet.codePoints().toArray();
        return IntStream.range(0, length)
                .map(i -> points[random.nextInt(points.length)])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> list(Supplier<T> value) {
        return Stream.generate(value).limit(random.nextInt(4)).toList();
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    @SafeVarargs
    private <T> T one(Supplier<? extends T>... values) {
        return values[random.nextInt(values.length)].get();
    }
}
