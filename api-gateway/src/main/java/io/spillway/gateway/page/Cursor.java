package io.spillway.gateway.page;

import io.spillway.gateway.http.ApiException;
import io.spillway.stream.query.Scan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** A place between two rows of a list, as text that clients hand back unread. */
public record Cursor(Listing listing, Scan.Position position) {

    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder BYTES = Base64.getUrlDecoder();

    /** Base64url of the listing's tag, a colon, milliseconds since the epoch (8 bytes), and the tie. */
    public String text() {
        var tag = tag(listing);
        var tie = position.tie().getBytes(StandardCharsets.UTF_8);
        return TEXT.encodeToString(ByteBuffer.allocate(tag.length + Long.BYTES + tie.length)
                .put(tag)
                .putLong(position.time().toEpochMilli())
                .put(tie)
                .array());
    }

    /** Reads what {@link #text()} wrote for the same list; anything else is a bad request. */
    public static Cursor parse(Listing listing, String text) {
        try {
            var bytes = ByteBuffer.wrap(BYTES.decode(text));
            var tag = new byte[tag(listing).length];
            if (bytes.remaining() < tag.length + Long.BYTES) {
                throw unreadable();
            }
            bytes.get(tag);
            if (!Arrays.equals(tag, tag(listing))) {
                throw unreadable();
            }
            var time = Instant.ofEpochMilli(bytes.getLong());
            return new Cursor(
                    listing,
                    new Scan.Position(time, StandardCharsets.UTF_8.decode(bytes).toString()));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw unreadable();
        }
    }

    private static byte[] tag(Listing listing) {
        return (listing.tag() + ":").getBytes(StandardCharsets.US_ASCII);
    }

    private static ApiException unreadable() {
        return ApiException.badRequest("invalid cursor");
    }
}
