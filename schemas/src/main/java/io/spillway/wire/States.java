package io.spillway.wire;

import io.spillway.domain.DisableReason;
import io.spillway.domain.Sealed;
import io.spillway.domain.SubscriptionState;
import io.spillway.wire.avro.Active;
import io.spillway.wire.avro.Deleted;
import io.spillway.wire.avro.Disabled;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** States and sealed settings as parts of other records. */
final class States {

    private States() {}

    static Object toAvro(SubscriptionState state) {
        return switch (state) {
            case SubscriptionState.Active() -> new Active();
            case SubscriptionState.Paused(var ignored) -> new Active();
            case SubscriptionState.Disabled(var since, var reason) ->
                new Disabled(since, io.spillway.wire.avro.DisableReason.valueOf(reason.name()));
            case SubscriptionState.Deleted(var since) -> new Deleted(since);
        };
    }

    static @Nullable Instant pausedSince(SubscriptionState state) {
        return state instanceof SubscriptionState.Paused(var since) ? since : null;
    }

    static SubscriptionState toDomain(Object state, @Nullable Instant pausedSince) {
        return switch (state) {
            case Active active when pausedSince != null -> new SubscriptionState.Paused(pausedSince);
            case Active active -> new SubscriptionState.Active();
            case Disabled disabled ->
                new SubscriptionState.Disabled(
                        disabled.getSince(),
                        DisableReason.valueOf(disabled.getReason().name()));
            case Deleted deleted -> new SubscriptionState.Deleted(deleted.getSince());
            default -> throw new IllegalArgumentException("no such state: " + state);
        };
    }

    static io.spillway.wire.avro.Sealed toAvro(Sealed settings) {
        return new io.spillway.wire.avro.Sealed(settings.keyId(), ByteBuffer.wrap(settings.bytes()));
    }

    static Sealed toDomain(io.spillway.wire.avro.Sealed settings) {
        return new Sealed(settings.getKeyId(), Bytes.of(settings.getContent()));
    }
}
