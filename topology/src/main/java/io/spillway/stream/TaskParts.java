package io.spillway.stream;

import io.spillway.stream.judge.Retries;
import io.spillway.topic.Topics;
import io.spillway.wire.Wire;

/** What the tenant tasks of a node are made of. */
public record TaskParts(Topics topics, Wire wire, Rules rules, Answers answers, SchemaQuestions schemas) {

    /**
     * The rules that a deployment sets.
     *
     * @param retries when a failed attempt is followed by another, where a destination leaves something open
     * @param destinationsAtMost how many destinations a tenant may have
     */
    public record Rules(Retries retries, int destinationsAtMost) {}
}
