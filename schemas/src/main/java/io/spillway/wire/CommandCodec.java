package io.spillway.wire;

import io.spillway.domain.Command;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventId;
import io.spillway.domain.Job;
import io.spillway.domain.JobId;
import io.spillway.domain.RetentionChange;
import io.spillway.domain.TenantId;
import io.spillway.wire.avro.CreateDestination;
import io.spillway.wire.avro.DeleteDestination;
import io.spillway.wire.avro.DeleteTenant;
import io.spillway.wire.avro.DisableDestination;
import io.spillway.wire.avro.DiscardDeadLetter;
import io.spillway.wire.avro.EnableDestination;
import io.spillway.wire.avro.PauseDestination;
import io.spillway.wire.avro.Probe;
import io.spillway.wire.avro.PutTenant;
import io.spillway.wire.avro.RedriveDeadLetter;
import io.spillway.wire.avro.ResumeDestination;
import io.spillway.wire.avro.RetryDelivery;
import io.spillway.wire.avro.StartJob;
import io.spillway.wire.avro.Steer;
import io.spillway.wire.avro.SteerJob;
import io.spillway.wire.avro.UpdateDestination;
import java.time.Duration;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Values of {@code commands}. */
final class CommandCodec implements Codec<Command, io.spillway.wire.avro.Command> {

    private final SubscriptionCodec subscriptions = new SubscriptionCodec();

    @Override
    public Schema schema() {
        return io.spillway.wire.avro.Command.getClassSchema();
    }

    @Override
    public io.spillway.wire.avro.Command toAvro(Command command) {
        return new io.spillway.wire.avro.Command(body(command), later(command), sinceV4(command));
    }

    private static @Nullable Object sinceV4(Command command) {
        return switch (command) {
            case Command.StartJob(var job) -> new StartJob(JobCodec.INSTANCE.toAvro(job));
            case Command.SteerJob(var tenant, var job, var steer) ->
                new SteerJob(tenant.value(), job.value(), Steer.valueOf(steer.name()));
            case Command.RedriveDeadLetter(var tenant, var delivery) ->
                new RedriveDeadLetter(tenant.value(), delivery.value());
            case Command.DiscardDeadLetter(var tenant, var delivery) ->
                new DiscardDeadLetter(tenant.value(), delivery.value());
            default -> null;
        };
    }

    private static @Nullable Object later(Command command) {
        return switch (command) {
            case Command.PauseDestination(var tenant, var destination) ->
                new PauseDestination(tenant.value(), destination.value());
            case Command.ResumeDestination(var tenant, var destination) ->
                new ResumeDestination(tenant.value(), destination.value());
            default -> null;
        };
    }

    private Object body(Command command) {
        return switch (command) {
            case Command.PutTenant(var tenant, var metadata, var retention) ->
                new PutTenant(tenant.value(), metadata, days(retention));
            case Command.DeleteTenant(var tenant) -> new DeleteTenant(tenant.value());
            case Command.CreateDestination(var draft) -> new CreateDestination(subscriptions.toAvro(draft));
            case Command.UpdateDestination(var merged, var resealed) ->
                new UpdateDestination(subscriptions.toAvro(merged), resealed);
            case Command.EnableDestination(var tenant, var destination) ->
                new EnableDestination(tenant.value(), destination.value());
            case Command.DisableDestination(var tenant, var destination) ->
                new DisableDestination(tenant.value(), destination.value());
            case Command.DeleteDestination(var tenant, var destination) ->
                new DeleteDestination(tenant.value(), destination.value());
            case Command.RetryDelivery(var tenant, var event, var destination) ->
                new RetryDelivery(tenant.value(), event.value(), destination.value());
            case Command.Probe(var tenant) -> new Probe(tenant.value());
            case Command.PauseDestination(var tenant, var ignored) -> new Probe(tenant.value());
            case Command.ResumeDestination(var tenant, var ignored) -> new Probe(tenant.value());
            case Command.StartJob start -> new Probe(start.tenant().value());
            case Command.SteerJob steer -> new Probe(steer.tenant().value());
            case Command.RedriveDeadLetter redrive -> new Probe(redrive.tenant().value());
            case Command.DiscardDeadLetter discard -> new Probe(discard.tenant().value());
        };
    }

    @Override
    public Command toDomain(io.spillway.wire.avro.Command command) {
        return switch (Optional.ofNullable(command.getSinceV4())
                .or(() -> Optional.ofNullable(command.getLater()))
                .orElseGet(command::getBody)) {
            case PauseDestination pause ->
                new Command.PauseDestination(tenant(pause.getTenantId()), destination(pause.getDestinationId()));
            case ResumeDestination resume ->
                new Command.ResumeDestination(tenant(resume.getTenantId()), destination(resume.getDestinationId()));
            case StartJob start -> new Command.StartJob(JobCodec.INSTANCE.toDomain(start.getJob()));
            case SteerJob steer ->
                new Command.SteerJob(
                        tenant(steer.getTenantId()),
                        new JobId(steer.getJobId()),
                        Job.Steer.valueOf(steer.getSteer().name()));
            case RedriveDeadLetter redrive ->
                new Command.RedriveDeadLetter(tenant(redrive.getTenantId()), new DeliveryId(redrive.getDeliveryId()));
            case DiscardDeadLetter discard ->
                new Command.DiscardDeadLetter(tenant(discard.getTenantId()), new DeliveryId(discard.getDeliveryId()));
            case PutTenant put ->
                new Command.PutTenant(tenant(put.getTenantId()), put.getMetadata(), retention(put.getRetentionDays()));
            case DeleteTenant delete -> new Command.DeleteTenant(tenant(delete.getTenantId()));
            case CreateDestination create -> new Command.CreateDestination(subscriptions.toDomain(create.getDraft()));
            case UpdateDestination update ->
                new Command.UpdateDestination(subscriptions.toDomain(update.getMerged()), update.getResealed());
            case EnableDestination enable ->
                new Command.EnableDestination(tenant(enable.getTenantId()), destination(enable.getDestinationId()));
            case DisableDestination disable ->
                new Command.DisableDestination(tenant(disable.getTenantId()), destination(disable.getDestinationId()));
            case DeleteDestination delete ->
                new Command.DeleteDestination(tenant(delete.getTenantId()), destination(delete.getDestinationId()));
            case RetryDelivery retry ->
                new Command.RetryDelivery(
                        tenant(retry.getTenantId()),
                        new EventId(retry.getEventId()),
                        destination(retry.getDestinationId()));
            case Probe probe -> new Command.Probe(tenant(probe.getTenantId()));
            default -> throw new IllegalArgumentException("no such command");
        };
    }

    private static @Nullable Integer days(RetentionChange change) {
        return switch (change) {
            case RetentionChange.AsBefore _ -> null;
            case RetentionChange.AsEverybody _ -> 0;
            case RetentionChange.For(var retention) -> (int) retention.toDays();
        };
    }

    private static RetentionChange retention(@Nullable Integer days) {
        if (days == null) {
            return new RetentionChange.AsBefore();
        }
        return days == 0 ? new RetentionChange.AsEverybody() : new RetentionChange.For(Duration.ofDays(days));
    }

    private static TenantId tenant(String id) {
        return new TenantId(id);
    }

    private static DestinationId destination(String id) {
        return new DestinationId(id);
    }
}
