package io.spillway.load.bench;

import io.spillway.load.Workload;
import io.spillway.load.check.Checker;
import io.spillway.load.generator.Load;
import io.spillway.load.process.Api;
import io.spillway.load.process.Child;
import io.spillway.load.process.ProcessorTime;
import io.spillway.load.process.ReceiverProcess;
import io.spillway.load.process.Usage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A node and a receiver that run side by side, and scenarios that are run against them one after the other. */
final class Rig implements AutoCloseable {

    private static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final int INSPECT_EVERY = 16;
    private static final Duration SOON = Duration.ofSeconds(60);
    /** It measures how fast a node answers; one that answers late has not lost anything. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration DRAINED_WITHIN = Duration.ofMinutes(5);

    private final Path folder;
    private final ReceiverProcess receiver;
    private final Node node;
    private final Set<Integer> prepared = new HashSet<>();

    private Rig(Path folder, ReceiverProcess receiver, Node node) {
        this.folder = folder;
        this.receiver = receiver;
        this.node = node;
    }

    /** Starts both and waits until they are ready. */
    static Rig start(String server, Path folder) throws IOException, InterruptedException {
        var receiver = ReceiverProcess.start(folder, INSPECT_EVERY);
        try {
            return new Rig(folder, receiver, Node.start(server, folder));
        } catch (IOException | InterruptedException e) {
            receiver.close();
            throw e;
        }
    }

    /** Runs one scenario and joins what was sent with what arrived. */
    Result run(Scenario scenario, Duration warmUp, Duration measured, int connections, int tenants)
            throws IOException, InterruptedException {
        var workload = new Workload(scenario.name().replace('-', '.'), tenants, scenario.fanOut(), 1024);
        // Scenarios of the same fan-out have the same tenants.
        if (scenario.throughSpillway() && prepared.add(workload.fanOut())) {
            node.prepare(workload, receiver.deliveries());
        }
        if (scenario.name().equals(Scenario.EMPTY)) {
            try (var empty = Child.java("empty", folder, JVM, EmptyServer.class, List.of())) {
                var ready = empty.awaitLine(EmptyServer.READY, SOON);
                var url = URI.create("http://127.0.0.1:" + ready.substring(EmptyServer.READY.length()));
                return run(scenario, workload, url, warmUp, measured, connections);
            }
        }
        return run(
                scenario,
                workload,
                scenario.throughSpillway() ? node.url() : receiver.deliveries(),
                warmUp,
                measured,
                connections);
    }

    private Result run(
            Scenario scenario, Workload workload, URI url, Duration warmUp, Duration measured, int connections)
            throws IOException, InterruptedException {
        var journal = folder.resolve(scenario.name() + ".journal");
        try (var load = Child.java(
                "load-" + scenario.name(),
                folder,
                JVM,
                Load.class,
                arguments(scenario, workload, url, journal, warmUp, measured, connections))) {
            load.awaitLine("load measuring", warmUp.plus(SOON));
            var before = ProcessorTime.now();
            var nodeBefore = node.usage();
            var toolsBefore = tools(load);
            load.awaitLine("load measured", measured.plus(SOON));
            var nodeAfter = node.usage();
            var toolsAfter = tools(load);
            var stolen = ProcessorTime.now().stolenSince(before);
            load.awaitEnd(DRAINED_WITHIN);
            return new Result(
                    scenario,
                    Checker.check(journal, receiver.ledger()),
                    new Usage(nodeAfter.cpuSeconds() - nodeBefore.cpuSeconds(), nodeAfter.residentMebibytes()),
                    toolsAfter.cpuSeconds() - toolsBefore.cpuSeconds(),
                    stolen);
        }
    }

    @Override
    public void close() {
        node.close();
        receiver.close();
    }

    private Usage tools(Child load) {
        return Usage.of(load.tree()).plus(receiver.usage());
    }

    private List<String> arguments(
            Scenario scenario,
            Workload workload,
            URI url,
            Path journal,
            Duration warmUp,
            Duration measured,
            int connections) {
        var arguments = new ArrayList<String>();
        arguments.addAll(List.of("--way", scenario.way(), "--rate", Integer.toString(scenario.rate())));
        arguments.addAll(List.of("--url", url.toString(), "--key", Node.KEY, "--kafka", node.kafka()));
        arguments.addAll(List.of("--receiver", receiver.control().toString(), "--journal", journal.toString()));
        arguments.addAll(List.of("--secret", Api.SECRET));
        arguments.addAll(List.of("--run", workload.run(), "--tenants", Integer.toString(workload.tenants())));
        arguments.addAll(List.of(
                "--fan-out", Integer.toString(workload.fanOut()), "--connections", Integer.toString(connections)));
        arguments.addAll(List.of(
                "--warm-up", Long.toString(warmUp.toSeconds()), "--seconds", Long.toString(measured.toSeconds())));
        var patience = Long.toString(PATIENCE.toSeconds());
        arguments.addAll(List.of("--answer-within", patience, "--stalled", patience));
        return List.copyOf(arguments);
    }
}
