package io.spillway.stream;

import io.spillway.domain.OperatorTopic;
import io.spillway.payload.Payloads;
import io.spillway.stream.judge.Retries;
import io.spillway.stream.judge.Watching;
import io.spillway.topic.Topics;
import io.spillway.wire.Wire;
import java.util.Set;

/** What the tenant tasks of a node are made of. */
public record TaskParts(Topics topics, Reading reading, Rules rules, Answers answers) {

    /**
     * How what comes in is read.
     *
     * @param schemas asks for those that are not known yet
     * @param payloads opens data that are encrypted
     */
    public record Reading(Wire wire, SchemaQuestions schemas, Payloads payloads) {}

    /**
     * The rules that a deployment sets.
     *
     * @param retries when a failed attempt is followed by another, where a destination leaves something open
     * @param destinationsAtMost how many destinations a tenant may have
     * @param watching how closely destinations are watched
     * @param told what whoever runs Spillway is told of
     */
    public record Rules(Retries retries, int destinationsAtMost, Watching watching, Set<OperatorTopic> told) {}
}
