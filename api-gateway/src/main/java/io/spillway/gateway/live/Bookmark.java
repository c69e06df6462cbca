package io.spillway.gateway.live;

import io.spillway.stream.live.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far somebody has come, and so the id of an event: the offset that comes next at each spot. As text, the base64url of a
 * format byte and, for each spot, partition, kind and offset as variable-length numbers.
 */
public record Bookmark(Map<Spot, Long> next) {

    private static final byte FORMAT = 1;
    private static final int LOW_BITS = 0x7f;
    private static final int BITS = 7;
    private static final int LONGEST = Long.SIZE / BITS;

    public Bookmark {
        next = Map.copyOf(next);
    }

    /** Reads what {@link #text()} wrote; throws {@link IllegalArgumentException} for anything else. */
    static Bookmark parse(String text) {
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.get() != FORMAT) {
                throw new IllegalArgumentException("another format");
            }
            var next = new TreeMap<Spot, Long>();
            while (bytes.hasRemaining()) {
                var partition = Math.toIntExact(number(bytes));
                var kind = Kind.values()[Math.toIntExact(number(bytes))];
                next.put(new Spot(kind, partition), number(bytes));
            }
            return new Bookmark(next);
        } catch (BufferUnderflowException | ArithmeticException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("no bookmark", e);
        }
    }

    /** The part of it that is about these spots. */
    Bookmark of(Set<Spot> spots) {
        var part = new HashMap<>(next);
        part.keySet().retainAll(spots);
        return new Bookmark(part);
    }

    /** One spot further. */
    Bookmark at(Spot spot, long offset) {
        return upTo(Map.of(spot, offset));
    }

    /** As far as these at least, at the spots that it has. */
    Bookmark upTo(Map<Spot, Long> others) {
        var further = new TreeMap<>(next);
        further.replaceAll((spot, offset) -> Math.max(offset, others.getOrDefault(spot, offset)));
        return new Bookmark(further);
    }

    String text() {
        var bytes = new ByteArrayOutputStream();
        bytes.write(FORMAT);
        new TreeMap<>(next).forEach((spot, offset) -> {
            write(bytes, spot.partition());
            write(bytes, spot.kind().ordinal());
            write(bytes, offset);
        });
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    private static void write(ByteArrayOutputStream bytes, long number) {
        var left = number;
        while (left > LOW_BITS) {
            bytes.write((int) (left & LOW_BITS) | ~LOW_BITS);
            left >>>= BITS;
        }
        bytes.write((int) left);
    }

    private static long number(ByteBuffer bytes) {
        var number = 0L;
        for (var i = 0; i < LONGEST; i++) {
            var part = bytes.get();
            number |= (long) (part & LOW_BITS) << (BITS * i);
            if (part >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number is too long");
    }
}
