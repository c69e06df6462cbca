package io.spillway.domain;

/** The key of a tenant's destination; on the wire tenant + 0x00 + destination. */
public record DestinationKey(TenantId tenant, DestinationId destination) {}
