package io.spillway.gateway.limit;

import java.util.Optional;

/**
 * How much is taken from whom; absent: any number.
 *
 * @param perKey requests with one API key, or with the admin's
 * @param perTenant events published for one tenant, and requests about it
 */
public record Rates(Optional<Rate> perKey, Optional<Rate> perTenant, Streams streams) {

    public static final Rates ANY = new Rates(Optional.empty(), Optional.empty());

    /** How many live streams are open at a time, in all and for one tenant. */
    public record Streams(int all, int perTenant) {

        public static final Streams DEFAULT = new Streams(200, 20);
    }

    /** With the usual number of streams. */
    public Rates(Optional<Rate> perKey, Optional<Rate> perTenant) {
        this(perKey, perTenant, Streams.DEFAULT);
    }
}
