package io.spillway.stream;

import io.spillway.domain.RecordAt;
import java.time.Instant;
import java.util.Optional;

/**
 * Where and when a record came in.
 *
 * @param at where the producer's record lies
 * @param time when the broker appended it
 * @param request who awaits an answer to it
 */
public record Received(RecordAt at, Instant time, Optional<Request> request) {}
