package io.spillway.stream.query;

import io.spillway.domain.DeliveryEntry;

/** A delivery and its place in the list. */
public record DeliveryRow(DeliveryEntry entry, Scan.Position position) {}
