package io.spillway.load.cluster;

import io.spillway.load.Journal;
import io.spillway.load.Workload;
import io.spillway.load.generator.Load;
import io.spillway.load.process.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A generator at work in a process of its own. */
public final class Traffic implements AutoCloseable {

    private static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration DRAINED_WITHIN = Duration.ofMinutes(15);

    private final Child process;
    private final Path journal;
    private final Duration sending;

    private Traffic(Child process, Path journal, Duration sending) {
        this.process = process;
        this.journal = journal;
        this.sending = sending;
    }

    /**
     * What is sent.
     *
     * @param way as the generator calls it
     * @param rate events a second; 0 for as many as are taken
     * @param sending for how long
     */
    public record Order(String way, int rate, Duration sending, int connections) {

        /** By REST, one event a call. */
        public static Order rest(int rate, Duration sending) {
            return new Order("rest", rate, sending, 64);
        }

        public Order by(String other) {
            return new Order(other, rate, sending, connections);
        }

        public Order over(int others) {
            return new Order(way, rate, sending, others);
        }
    }

    /** Begins to send; tenants and destinations must be there. */
    public static Traffic start(Cluster cluster, Workload workload, Order order)
            throws IOException, InterruptedException {
        var journal = cluster.folder().resolve(workload.run() + ".journal");
        var process = Child.java(
                "load-" + workload.run(),
                cluster.folder(),
                JVM,
                Load.class,
                arguments(cluster, workload, order, journal));
        var traffic = new Traffic(process, journal, order.sending());
        try {
            process.awaitLine("load measuring", SOON);
            return traffic;
        } catch (IOException | InterruptedException e) {
            traffic.close();
            throw e;
        }
    }

    /** Waits until everything is sent and answered, or given up, and says what was sent. */
    public Journal awaitSent() throws IOException, InterruptedException {
        process.awaitEnd(sending.plus(DRAINED_WITHIN));
        return Journal.read(journal);
    }

    @Override
    public void close() {
        process.close();
    }

    private static List<String> arguments(Cluster cluster, Workload workload, Order order, Path journal) {
        var arguments = new ArrayList<String>();
        arguments.addAll(List.of("--way", order.way(), "--rate", Integer.toString(order.rate())));
        arguments.addAll(List.of(
                "--url", cluster.api().url().toString(), "--key", cluster.api().key()));
        arguments.addAll(List.of("--kafka", cluster.broker().address()));
        arguments.addAll(
                List.of("--receiver", cluster.receiver().control().toString(), "--journal", journal.toString()));
        arguments.addAll(List.of("--run", workload.run(), "--tenants", Integer.toString(workload.tenants())));
        arguments.addAll(List.of("--fan-out", Integer.toString(workload.fanOut())));
        arguments.addAll(List.of("--bytes", Integer.toString(workload.dataBytes())));
        arguments.addAll(List.of("--connections", Integer.toString(order.connections())));
        arguments.addAll(List.of(
                "--warm-up", "0", "--seconds", Long.toString(order.sending().toSeconds())));
        // Whether everything arrives is for the checker to find out.
        arguments.addAll(List.of("--stalled", "1"));
        return List.copyOf(arguments);
    }
}
