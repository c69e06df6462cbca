package io.spillway.domain;

import java.util.Optional;

/**
 * Something that could not be read, kept as it was.
 *
 * @param cause machine-readable, as {@code invalid_json}
 * @param detail one sentence for people
 */
public record Quarantined(
        Optional<Data.Inline> key, Optional<Data.Inline> value, RecordAt source, String cause, String detail) {}
