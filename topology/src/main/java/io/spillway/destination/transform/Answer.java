package io.spillway.destination.transform;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a child says, as it travels on its standard output: the kind, and a block with its length before it.
 *
 * @param body JSON where it is {@link Kind#MADE}, a sentence's end otherwise
 */
record Answer(Kind kind, byte[] body) {

    static final Answer TOO_LATE = away("it did not get its turn in time");

    private static final int LONGEST_REASON = 300;

    enum Kind {
        MADE,
        REFUSED,
        /** The evaluation went beyond its bounds, and the child ends: what it left behind is not to be trusted. */
        ENDED,
        /** Nobody evaluated it; no child says this. */
        AWAY
    }

    static Answer made(byte[] json) {
        return new Answer(Kind.MADE, json);
    }

    static Answer refused(String reason) {
        return new Answer(Kind.REFUSED, readable(reason));
    }

    static Answer ended(String reason) {
        return new Answer(Kind.ENDED, readable(reason));
    }

    static Answer away(String reason) {
        return new Answer(Kind.AWAY, readable(reason));
    }

    String reason() {
        return new String(body, StandardCharsets.UTF_8);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeByte(kind.ordinal());
        out.writeInt(body.length);
        out.write(body);
        out.flush();
    }

    /** @param limit the most bytes that are believed */
    static Answer read(DataInputStream in, int limit) throws IOException {
        var kind = Kind.values()[in.readUnsignedByte()];
        var length = in.readInt();
        if (length < 0 || length > Math.max(limit, 4 * LONGEST_REASON)) {
            throw new IOException("a child answers with " + length + " bytes");
        }
        return new Answer(kind, in.readNBytes(length));
    }

    /** A library's words may hold data of the event: they are shown to their tenant, but cut, and without control characters. */
    private static byte[] readable(String reason) {
        var text = reason.replaceAll("\\p{Cntrl}+", " ").strip();
        return text.substring(0, Math.min(LONGEST_REASON, text.length())).getBytes(StandardCharsets.UTF_8);
    }
}
