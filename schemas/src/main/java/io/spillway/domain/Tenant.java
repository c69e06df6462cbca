package io.spillway.domain;

import java.time.Instant;
import java.util.Map;

/** A customer of whoever runs Spillway. */
public record Tenant(TenantId id, Map<String, String> metadata, Instant createdAt, Instant updatedAt) {

    public Tenant {
        metadata = Map.copyOf(metadata);
    }
}
