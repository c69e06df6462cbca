package io.spillway.stream.query;

import io.spillway.domain.Health;
import io.spillway.domain.Subscription;

/** A subscription and how its destination has been doing. */
public record SubscriptionRow(Subscription subscription, Health health) {}
