package io.spillway.load.cluster;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which processes a Spillway consists of, beside its broker.
 *
 * @param nodes name → roles, with commas between them; the first runs the registry
 * @param settings of all nodes, beyond those that they must have
 * @param jvm options of the nodes' JVMs
 * @param inspectEvery 1 lets the receiver check signature and body of every request, n of every n-th
 */
public record Plan(
        LinkedHashMap<String, String> nodes, Map<String, String> settings, List<String> jvm, int inspectEvery) {

    /** Everything in one node. */
    public static final String ALL = "gateway,streams,dispatcher,relay,registry";

    public Plan {
        nodes = new LinkedHashMap<>(nodes);
        settings = Map.copyOf(settings);
        jvm = List.copyOf(jvm);
    }

    /** Nodes as {@code name=role,role}. */
    public static Plan of(String... nodes) {
        var byName = new LinkedHashMap<String, String>();
        for (var node : nodes) {
            int equals = node.indexOf('=');
            byName.put(node.substring(0, equals), node.substring(equals + 1));
        }
        return new Plan(byName, Map.of(), List.of("-Xmx512m"), 1);
    }

    /** One node for everything, called {@code node}. */
    public static Plan single() {
        return of("node=" + ALL);
    }

    public Plan with(String setting, String value) {
        return with(Map.of(setting, value));
    }

    public Plan with(Map<String, String> more) {
        var all = new HashMap<>(settings);
        all.putAll(more);
        return new Plan(nodes, all, jvm, inspectEvery);
    }

    public Plan withJvm(String... options) {
        return new Plan(nodes, settings, List.of(options), inspectEvery);
    }

    public Plan inspectingEvery(int requests) {
        return new Plan(nodes, settings, jvm, requests);
    }
}
