package io.spillway.wire;

import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventId;
import io.spillway.domain.Job;
import io.spillway.domain.JobId;
import io.spillway.domain.TenantId;
import io.spillway.domain.Work;
import io.spillway.wire.avro.CancelWork;
import io.spillway.wire.avro.DiscardWork;
import io.spillway.wire.avro.EraseWork;
import io.spillway.wire.avro.JobState;
import io.spillway.wire.avro.Mark;
import io.spillway.wire.avro.RedriveWork;
import io.spillway.wire.avro.ReplayWork;
import io.spillway.wire.avro.Selection;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** Rows of jobs, and jobs as parts of commands and answers. */
final class JobCodec implements Codec<Job, io.spillway.wire.avro.Job> {

    static final JobCodec INSTANCE = new JobCodec();

    @Override
    public Schema schema() {
        return io.spillway.wire.avro.Job.getClassSchema();
    }

    @Override
    public io.spillway.wire.avro.Job toAvro(Job job) {
        var progress = job.progress();
        return new io.spillway.wire.avro.Job(
                job.id().value(),
                job.tenant().value(),
                work(job.work()),
                JobState.valueOf(job.state().name()),
                progress.done(),
                progress.total().orElse(null),
                progress.error().orElse(null),
                progress.reached().map(mark -> new Mark(mark.time(), mark.id())).orElse(null),
                job.tally().emitted(),
                job.tally().delivered(),
                job.tally().dead(),
                job.createdAt(),
                job.updatedAt());
    }

    @Override
    public Job toDomain(io.spillway.wire.avro.Job job) {
        var progress = new Job.Progress(
                job.getDone(),
                Optional.ofNullable(job.getTotal()),
                Optional.ofNullable(job.getError()),
                Optional.ofNullable(job.getReached()).map(mark -> new Job.Mark(mark.getTime(), mark.getId())));
        return new Job(
                new JobId(job.getId()),
                new TenantId(job.getTenantId()),
                work(job.getWork()),
                Job.State.valueOf(job.getState().name()),
                progress,
                new Job.Tally(job.getEmitted(), job.getDelivered(), job.getDead()),
                job.getCreatedAt(),
                job.getUpdatedAt());
    }

    private static Object work(Work work) {
        return switch (work) {
            case Work.Cancel(var selection) -> new CancelWork(selection(selection));
            case Work.Redrive(var selection, var rate) -> new RedriveWork(selection(selection), rate.orElse(null));
            case Work.Discard(var selection) -> new DiscardWork(selection(selection));
            case Work.Erase(var event) ->
                new EraseWork(event.map(EventId::value).orElse(null));
            case Work.Replay(var selection, var to, var rate) ->
                new ReplayWork(
                        selection(selection), to.map(DestinationId::value).orElse(null), rate.orElse(null));
        };
    }

    private static Work work(Object work) {
        return switch (work) {
            case CancelWork cancel -> new Work.Cancel(selection(cancel.getSelection()));
            case RedriveWork redrive ->
                new Work.Redrive(selection(redrive.getSelection()), Optional.ofNullable(redrive.getRate()));
            case DiscardWork discard -> new Work.Discard(selection(discard.getSelection()));
            case EraseWork erase ->
                new Work.Erase(Optional.ofNullable(erase.getEventId()).map(EventId::new));
            case ReplayWork replay ->
                new Work.Replay(
                        selection(replay.getSelection()),
                        Optional.ofNullable(replay.getDestinationId()).map(DestinationId::new),
                        Optional.ofNullable(replay.getRate()));
            default -> throw new IllegalArgumentException("no such work");
        };
    }

    private static Selection selection(io.spillway.domain.Selection selection) {
        return new Selection(
                sorted(selection.events(), EventId::value),
                sorted(selection.destinations(), DestinationId::value),
                sorted(selection.topics(), Function.identity()),
                sorted(selection.states(), DeliveryState::name),
                selection.from().orElse(null),
                selection.until().orElse(null));
    }

    private static io.spillway.domain.Selection selection(Selection selection) {
        return new io.spillway.domain.Selection(
                set(selection.getEvents(), EventId::new),
                set(selection.getDestinations(), DestinationId::new),
                set(selection.getTopics(), Function.identity()),
                set(selection.getStates(), DeliveryState::valueOf),
                Optional.ofNullable(selection.getFrom()),
                Optional.ofNullable(selection.getUntil()));
    }

    /** In order, so that the same row always has the same bytes. */
    private static <T> List<String> sorted(Collection<T> values, Function<T, String> text) {
        return values.stream().map(text).sorted().toList();
    }

    private static <T> Set<T> set(Collection<String> texts, Function<String, T> value) {
        return texts.stream().map(value).collect(Collectors.toUnmodifiableSet());
    }
}
