package io.spillway.load.generator;

import io.spillway.load.EpochClock;
import io.spillway.load.Journal;
import io.spillway.load.Options;
import io.spillway.load.Workload;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** The load generator, a process of its own: warms up, measures, waits for the last delivery, writes its journal. */
public final class Load {

    private static final Set<String> OPTIONS = Set.of(
            "way",
            "url",
            "key",
            "kafka",
            "topic",
            "batch",
            "connections",
            "rate",
            "warm-up",
            "seconds",
            "backlog",
            "receiver",
            "journal",
            "run",
            "tenants",
            "fan-out",
            "bytes",
            "secret",
            "answer-within",
            "stalled");

    private final Options options;
    private final Workload workload;
    private final SentLog log = new SentLog();

    private Load(Options options) {
        this.options = options;
        workload = new Workload(
                options.text("run", "run" + ProcessHandle.current().pid()),
                options.number("tenants", 8),
                options.number("fan-out", 1),
                options.number("bytes", 1024));
    }

    /**
     * Runs once.
     *
     * @param arguments {@code --way rest|batch|kafka|direct|bare}; {@code --url} of the gateway or, for direct and bare, of the
     *     receiver, and {@code --key}; for bare {@code --secret}; for Kafka {@code --kafka host:port} and {@code --topic}; {@code --receiver} the URL of the receiver's
     *     control; {@code --journal file}. Optional: {@code --rate} events a second (0, the default, as fast as answers come),
     *     {@code --connections}, {@code --batch}, {@code --warm-up} and {@code --seconds}, {@code --backlog} deliveries at most,
     *     {@code --run}, {@code --tenants}, {@code --fan-out}, {@code --bytes}, {@code --answer-within} and {@code --stalled} seconds until it gives up
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        new Load(Options.of(OPTIONS, arguments)).run();
    }

    private void run() throws IOException, InterruptedException {
        try (var backlog = new Backlog(URI.create(options.required("receiver")), log, workload.fanOut());
                var sender = sender()) {
            sender.run(pace(options.seconds("warm-up", 10), backlog));
            long measuredFrom = log.size();
            System.out.printf("load measuring from=%d%n", measuredFrom);
            long from = EpochClock.nanos();
            sender.run(pace(options.seconds("seconds", 60), backlog));
            long to = EpochClock.nanos();
            System.out.printf("load measured sent=%d accepted=%d%n", log.size(), log.accepted());
            boolean empty = backlog.awaitEmpty(options.seconds("stalled", 10));
            new Journal(workload, measuredFrom, from, to, log.events()).write(Path.of(options.required("journal")));
            System.out.printf("load done sent=%d accepted=%d all-arrived=%s%n", log.size(), log.accepted(), empty);
        }
    }

    private Pace pace(Duration length, Backlog backlog) {
        int rate = options.number("rate", 0);
        long atMost = options.number("backlog", 10_000);
        long now = System.nanoTime();
        return rate > 0
                ? Pace.open((double) rate / eventsOfRequest(), now, length)
                : Pace.closed(now, length, () -> backlog.size() < atMost);
    }

    private int eventsOfRequest() {
        return options.text("way", "rest").equals("batch") ? options.number("batch", 100) : 1;
    }

    private Sender sender() throws IOException {
        return switch (options.text("way", "rest")) {
            case "rest" -> http(new Single(server(), options.required("key"), workload));
            case "batch" -> http(new Batched(server(), options.required("key"), workload, eventsOfRequest()));
            case "direct" -> http(new Direct(server(), workload));
            case "bare" ->
                new BareClient(
                        URI.create(options.required("url")),
                        options.required("secret"),
                        options.number("connections", 64),
                        workload,
                        log);
            case "kafka" ->
                new KafkaSender(
                        KafkaSender.producer(options.required("kafka")),
                        options.text("topic", "spillway.events"),
                        workload,
                        log);
            case String other ->
                throw new IllegalArgumentException("--way is rest, batch, kafka, direct or bare, not " + other);
        };
    }

    private Sender http(Way way) throws IOException {
        var within = options.seconds("answer-within", 10);
        return new HttpSender(server(), options.number("connections", 64), within, way, log);
    }

    private InetSocketAddress server() {
        var url = URI.create(options.required("url"));
        return new InetSocketAddress(url.getHost(), url.getPort());
    }
}
