package io.spillway.node;

import io.spillway.destination.DestinationTypes;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Surroundings;
import io.spillway.member.Member;
import io.spillway.operator.HttpSink;
import io.spillway.operator.Letter;
import io.spillway.operator.Post;
import io.spillway.operator.QueueSink;
import io.spillway.operator.Sink;
import java.util.ArrayList;
import java.util.List;

/** Carries operator events to the sinks of the settings. */
final class Errands {

    private final NodeConfig config;
    private final Workers.Common common;
    private final Runnable onFatal;

    Errands(NodeConfig config, Workers.Common common, Runnable onFatal) {
        this.config = config;
        this.common = common;
        this.onFatal = onFatal;
    }

    void start(Together crew, Member member) {
        var letter = new Letter(
                config.rules().deployment(),
                common.types(),
                config.outgoing().vault(),
                at -> common.stored().data(at).flatMap(common.payloads()::clear));
        for (var sink : sinks(crew)) {
            var post = crew.add(new Post(common.topics(), member, letter, sink));
            post.start();
            crew.add(Watch.over(post::running, onFatal));
        }
    }

    private List<Sink> sinks(Together crew) {
        var wanted = config.outgoing().sinks();
        var sinks = new ArrayList<Sink>();
        wanted.url().ifPresent(at -> sinks.add(new HttpSink(at.url(), at.secret(), Product.NAME)));
        if (!wanted.queues().isEmpty()) {
            // The operator's own network may be reached: no tenant has a say in where this goes.
            var types = crew.add(DestinationTypes.load(
                    new Surroundings(config.variables(), EgressGuard.everywhere(), Product.NAME)));
            wanted.queues().forEach(queue -> sinks.add(sink(types, queue)));
        }
        return sinks;
    }

    private static Sink sink(DestinationTypes types, OperatorSinks.Queue queue) {
        var type = types.find(queue.type())
                .orElseThrow(() -> new ConfigException(queue.names() + " need the destination type " + queue.type()));
        var problems = type.problems(queue.settings());
        if (!problems.isEmpty()) {
            throw new ConfigException(queue.names() + " cannot be used: " + String.join(", ", problems));
        }
        return new QueueSink(type, queue.settings());
    }
}
