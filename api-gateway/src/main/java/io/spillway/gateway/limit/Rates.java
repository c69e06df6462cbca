package io.spillway.gateway.limit;

import java.util.Optional;

/**
 * How much is taken from whom; absent: any number.
 *
 * @param perKey requests with one API key, or with the admin's
 * @param perTenant events published for one tenant, and requests about it
 */
public record Rates(Optional<Rate> perKey, Optional<Rate> perTenant) {

    public static final Rates ANY = new Rates(Optional.empty(), Optional.empty());
}
