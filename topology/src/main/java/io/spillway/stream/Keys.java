package io.spillway.stream;

import io.spillway.domain.AttemptId;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.EventId;
import io.spillway.domain.JobId;
import io.spillway.domain.Place;
import io.spillway.domain.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/**
 * How rows are keyed: the tenant, 0x00, and what tells the row apart; in lists by time, the time as eight bytes that sort
 * as the times do, in between. No part contains 0x00 but times and places, whose length is fixed.
 */
public final class Keys {

    private static final byte[] NOTHING = {};

    private Keys() {}

    public static Bytes tenant(TenantId tenant) {
        return new Bytes(utf8(tenant.value()));
    }

    /** What all keys of a tenant begin with. */
    public static Bytes prefix(TenantId tenant) {
        return joined(tenant, NOTHING, "");
    }

    /** Behind all that begin with the tenant: no key has this byte after a tenant's id. */
    public static Bytes prefixEnd(TenantId tenant) {
        var end = prefix(tenant).get();
        end[end.length - 1] = 1;
        return new Bytes(end);
    }

    public static Bytes of(TenantId tenant, DestinationId destination) {
        return joined(tenant, NOTHING, destination.value());
    }

    public static Bytes of(TenantId tenant, EventId event) {
        return joined(tenant, NOTHING, event.value());
    }

    public static Bytes of(TenantId tenant, DeliveryId delivery) {
        return joined(tenant, NOTHING, delivery.value());
    }

    public static Bytes of(TenantId tenant, JobId job) {
        return joined(tenant, NOTHING, job.value());
    }

    public static Bytes timed(TenantId tenant, Instant time, DeliveryId delivery) {
        return timed(tenant, time, delivery.value());
    }

    public static Bytes timed(TenantId tenant, Instant time, EventId event) {
        return timed(tenant, time, event.value());
    }

    public static Bytes timed(TenantId tenant, Instant time, AttemptId attempt) {
        return timed(tenant, time, attempt.toString());
    }

    /** A key in a list by time; with an empty id, what all keys of this tenant and millisecond begin with. */
    public static Bytes timed(TenantId tenant, Instant time, String id) {
        return joined(tenant, sortable(time), id);
    }

    /** The time within a key of a list by time. */
    public static Instant timeIn(Bytes key, TenantId tenant) {
        var bits = ByteBuffer.wrap(key.get()).getLong(utf8(tenant.value()).length + 1);
        return Instant.ofEpochMilli(bits ^ Long.MIN_VALUE);
    }

    /** The id within a key of a list by time. */
    public static String idIn(Bytes key, TenantId tenant) {
        var start = utf8(tenant.value()).length + 1 + Long.BYTES;
        return new String(key.get(), start, key.get().length - start, StandardCharsets.UTF_8);
    }

    /** Where a held delivery stands; with an empty id, what all keys at this place begin with. */
    public static Bytes held(DestinationKey destination, Place place, String delivery) {
        var end = utf8(delivery);
        return new Bytes(queue(destination, 0, 2 * Long.BYTES + end.length)
                .put(sortable(place.receivedAt()))
                .putLong(place.offset())
                .put(end)
                .array());
    }

    /** What stands behind all that is held for a destination. */
    public static Bytes heldEnd(DestinationKey destination) {
        return new Bytes(queue(destination, 1, 0).array());
    }

    /** The place within the key of a held delivery. */
    public static Place placeIn(Bytes key, DestinationKey destination) {
        var start = queue(destination, 0, 0).capacity();
        var bits = ByteBuffer.wrap(key.get());
        return new Place(Instant.ofEpochMilli(bits.getLong(start) ^ Long.MIN_VALUE), bits.getLong(start + Long.BYTES));
    }

    /** The beginning of a key of something held, and room for the rest of it. */
    private static ByteBuffer queue(DestinationKey destination, int separator, int room) {
        var head = of(destination.tenant(), destination.destination()).get();
        return ByteBuffer.allocate(head.length + 1 + room).put(head).put((byte) separator);
    }

    /** The tenant's part of any key on the wire or in a store. */
    public static byte[] tenantIn(byte[] key) {
        for (var i = 0; i < key.length; i++) {
            if (key[i] == 0) {
                return Arrays.copyOf(key, i);
            }
        }
        return key;
    }

    private static Bytes joined(TenantId tenant, byte[] middle, String end) {
        var head = utf8(tenant.value());
        var tail = utf8(end);
        return new Bytes(ByteBuffer.allocate(head.length + 1 + middle.length + tail.length)
                .put(head)
                .put((byte) 0)
                .put(middle)
                .put(tail)
                .array());
    }

    private static byte[] sortable(Instant time) {
        return ByteBuffer.allocate(Long.BYTES)
                .putLong(time.toEpochMilli() ^ Long.MIN_VALUE)
                .array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
