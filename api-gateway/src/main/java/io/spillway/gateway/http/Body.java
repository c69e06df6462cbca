package io.spillway.gateway.http;

import io.javalin.http.Context;
import java.io.IOException;

/** Reads request bodies, once and never more than allowed. */
public final class Body {

    private static final int USUAL_LIMIT = 1 << 20;

    private Body() {}

    /** The body of anything but a publish; at most 1 MiB. */
    public static byte[] read(Context ctx) {
        return read(ctx, "the body", USUAL_LIMIT);
    }

    /**
     * The whole body.
     *
     * @param limit in bytes; a longer body is refused with 413 before more of it is read
     */
    public static byte[] read(Context ctx, String what, int limit) {
        var announced = ctx.req().getContentLengthLong();
        if (announced > limit) {
            throw ApiException.tooLarge(what, limit);
        }
        try (var in = ctx.req().getInputStream()) {
            var bytes = in.readNBytes(announced < 0 ? limit + 1 : (int) announced);
            if (bytes.length > limit) {
                throw ApiException.tooLarge(what, limit);
            }
            return bytes;
        } catch (IOException e) {
            throw ApiException.badRequest("the body could not be read");
        }
    }
}
