package io.spillway.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A customer of whoever runs Spillway.
 *
 * @param retention how long its events and attempts are kept, where that is less than everybody's
 */
public record Tenant(
        TenantId id, Map<String, String> metadata, Optional<Duration> retention, Instant createdAt, Instant updatedAt) {

    public Tenant {
        metadata = Map.copyOf(metadata);
    }
}
