package io.spillway.destination;

import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Somebody creates a destination or changes its settings.
 *
 * @param before the stored settings; absent on create
 * @param wanted the settings asked for; on update already merged over {@code before}, write-only fields included
 * @param admin whether the caller is the operator rather than the tenant itself
 * @param now the time to count expiries from
 * @param random where generated secrets come from; cryptographically strong in production
 */
public record Change(Optional<Settings> before, Settings wanted, boolean admin, Instant now, RandomGenerator random) {}
