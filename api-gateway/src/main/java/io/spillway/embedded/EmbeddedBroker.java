package io.spillway.embedded;

import io.spillway.domain.Patience;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker and controller in this process, on the loopback address, with a data folder that outlives it.
 *
 * <p>This is the only class that touches the broker's own, unpublished classes. Records that were acknowledged survive the
 * killing of the process, not a power cut. A broker that cannot go on, as when its disk is full, ends the whole process with
 * exit code 1.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final Duration CLOSE_AT_MOST = Duration.ofSeconds(4);
    private static final int NODE_ID = 1;

    private final int port;
    private final FolderLock lock;
    private final KafkaRaftServer server;
    private final Duration closeAtMost;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedBroker(int port, FolderLock lock, KafkaRaftServer server, Duration closeAtMost) {
        this.port = port;
        this.lock = lock;
        this.server = server;
        this.closeAtMost = closeAtMost;
    }

    /**
     * Starts a broker and returns when it accepts clients.
     *
     * @param folder the data folder, made and formatted where it is missing
     * @param port the clients' port, 0 for any free one
     * @param patience how long it waits for signs of life, and its end is waited for
     * @throws StartException when the port is busy, the folder is in use, or Kafka refuses to start
     */
    public static EmbeddedBroker start(Path folder, int port, Patience patience) {
        return start(folder, port, patience, UnaryOperator.identity());
    }

    /** @param adjust the last word on the broker's settings, as for further listeners */
    static EmbeddedBroker start(Path folder, int port, Patience patience, UnaryOperator<Map<String, String>> adjust) {
        int clients = Ports.freeOr(port, "the Kafka broker");
        FolderLock lock = FolderLock.take(folder);
        try {
            Path data = folder.toAbsolutePath().resolve("data");
            format(data);
            var settings = BrokerSettings.of(NODE_ID, data, clients, Ports.free(), patience);
            return new EmbeddedBroker(
                    clients, lock, startServer(adjust.apply(settings)), patience.forAnswer(CLOSE_AT_MOST));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Host and port for clients. */
    public String bootstrapServers() {
        return Ports.LOOPBACK + ":" + port;
    }

    /**
     * Stops the broker; returns after at most four seconds, whatever Kafka does, and the folder stays taken until Kafka
     * has done it. A second call does nothing.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        Thread stopping = Thread.ofPlatform().daemon().name("broker-close").start(() -> {
            try (lock) {
                server.shutdown();
                server.awaitShutdown();
            }
        });
        try {
            if (!stopping.join(closeAtMost)) {
                LOG.warn("The Kafka broker did not stop within {} s", closeAtMost.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static KafkaRaftServer startServer(Map<String, String> settings) {
        try {
            KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
            try {
                server.startup();
                return server;
            } catch (RuntimeException e) {
                server.shutdown();
                throw e;
            }
        } catch (RuntimeException e) {
            throw new StartException("The Kafka broker did not start: %s.".formatted(e.getMessage()), e);
        }
    }

    private static void format(Path data) {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Files.createDirectories(data);
            new Formatter()
                    .setPrintStream(nowhere)
                    .setNodeId(NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(data.toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .run();
        } catch (Exception e) {
            throw new StartException("The data folder %s cannot be formatted: %s.".formatted(data, e.getMessage()), e);
        }
    }

    /**
     * Runs a broker alone in this process until the process is stopped.
     *
     * @param arguments the data folder, the clients' port, and optionally {@code --with-parent}: stop also when the standard
     *     input ends, as it does when the process that started this one has died
     */
    public static void main(String[] arguments) {
        try {
            EmbeddedBroker broker = start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Patience.USUAL);
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-stop"));
            System.out.println("The Kafka broker listens on " + broker.bootstrapServers());
            if (arguments.length > 2 && arguments[2].equals(WithParent.FLAG)) {
                WithParent.endWhenInputEnds();
            }
        } catch (StartException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
