package io.spillway.domain;

import java.util.Optional;

/**
 * What a replayed delivery repeats.
 *
 * @param replay the order to deliver again
 * @param delivery the delivery that is repeated; absent where the event never went to anybody
 */
public record Replayed(JobId replay, Optional<DeliveryId> delivery) {}
