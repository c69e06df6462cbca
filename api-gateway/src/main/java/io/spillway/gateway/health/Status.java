package io.spillway.gateway.health;

/** How a part of this process is doing. */
public sealed interface Status {

    record Healthy() implements Status {}

    /** @param reason one sentence without secrets */
    record Failed(String reason) implements Status {}
}
