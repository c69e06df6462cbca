package io.spillway.stream;

import io.spillway.stream.judge.RetrySchedule;
import io.spillway.topic.Topics;
import io.spillway.wire.Wire;

/** What the tenant tasks of a node are made of. */
public record TaskParts(Topics topics, Wire wire, Rules rules, Answers answers, SchemaQuestions schemas) {

    /**
     * The rules that a deployment sets.
     *
     * @param schedule how long to wait after each failed attempt
     * @param destinationsAtMost how many destinations a tenant may have
     */
    public record Rules(RetrySchedule schedule, int destinationsAtMost) {}
}
