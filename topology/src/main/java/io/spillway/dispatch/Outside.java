package io.spillway.dispatch;

import io.spillway.destination.DestinationTypes;
import io.spillway.destination.Vault;
import io.spillway.destination.transform.Transformer;
import java.time.Duration;

/**
 * What it takes to call the outside world.
 *
 * @param timeout how long one call may take ({@code DELIVERY_TIMEOUT_SECONDS})
 * @param milliseconds whether calls bear their time to the millisecond as well
 */
public record Outside(
        DestinationTypes types, Vault vault, Transformer transformer, Duration timeout, boolean milliseconds) {}
