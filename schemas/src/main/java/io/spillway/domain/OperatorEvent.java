package io.spillway.domain;

import java.time.Instant;

/** What Spillway tells whoever runs it; {@code data} is a JSON object. */
public record OperatorEvent(String id, String topic, Instant time, TenantId tenant, String data) {}
