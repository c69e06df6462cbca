package io.spillway.domain;

import java.time.Instant;

/**
 * A delivery that will not be tried again by itself.
 *
 * @param cause one of {@code retries_exhausted}, {@code not_eligible_for_retry}, {@code event_expired}, {@code too_large},
 *     {@code gone}
 * @param last the attempt after which it died, without its own copy of the delivery
 */
public record DeadLetter(Delivery delivery, String cause, Report.Attempt last, Instant diedAt) {}
