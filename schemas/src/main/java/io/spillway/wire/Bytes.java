package io.spillway.wire;

import java.nio.ByteBuffer;

/** Byte arrays as Avro holds them. */
final class Bytes {

    private Bytes() {}

    /** The buffer's content; without a copy where the buffer is its whole array. */
    static byte[] of(ByteBuffer buffer) {
        if (buffer.hasArray() && buffer.arrayOffset() == 0 && buffer.remaining() == buffer.array().length) {
            return buffer.array();
        }
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
