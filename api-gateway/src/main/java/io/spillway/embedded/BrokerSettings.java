package io.spillway.embedded;

import io.spillway.domain.Patience;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the one broker of the embedded mode is told: a node that is controller and broker at once. */
final class BrokerSettings {

    /** The listener on which the controller and the broker of the node talk to each other. */
    static final String CONTROLLER = "CONTROLLER";

    private static final String CLIENTS = "CLIENTS";

    private BrokerSettings() {}

    static Map<String, String> of(int nodeId, Path data, int clientPort, int controllerPort, Patience patience) {
        Map<String, String> settings = new HashMap<>(NODE);
        String clients = address(clientPort);
        String controller = address(controllerPort);
        settings.put("node.id", Integer.toString(nodeId));
        settings.put("log.dirs", data.toString());
        settings.put("listeners", CLIENTS + "://" + clients + "," + CONTROLLER + "://" + controller);
        settings.put("advertised.listeners", CLIENTS + "://" + clients);
        // The voters are settings and not data, so the controller may have another port after each restart.
        settings.put("controller.quorum.voters", nodeId + "@" + controller);
        // A broker that was killed waits until its old registration has run out.
        settings.put("broker.session.timeout.ms", Integer.toString(patience.forLife(3_000)));
        // An open transaction of a writer that died hides what others wrote behind it.
        settings.put("transaction.max.timeout.ms", Integer.toString(patience.forLife(10_000)));
        return Map.copyOf(settings);
    }

    private static String address(int port) {
        return Ports.LOOPBACK + ":" + port;
    }

    private static final Map<String, String> NODE = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("controller.listener.names", CONTROLLER),
            Map.entry("inter.broker.listener.name", CLIENTS),
            Map.entry("listener.security.protocol.map", CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT"),
            Map.entry("broker.heartbeat.interval.ms", "500"),

            // Topics are made with intent, and stamped by the broker's clock.
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("log.message.timestamp.type", "LogAppendTime"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            // An event of 1 MiB, 128 KiB of what Spillway adds to it, and the batch around them.
            Map.entry("message.max.bytes", Integer.toString(1_536 * 1_024)),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("offsets.retention.minutes", Integer.toString(60 * 24 * 60)),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),

            // It shares the machine with everything else: few threads keep the caches warm.
            Map.entry("num.network.threads", "1"),
            Map.entry("num.io.threads", "2"),
            Map.entry("background.threads", "2"),
            Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
            // A transaction that begins while the last one is still being completed waits so long, 20 ms unless said.
            Map.entry("add.partitions.to.txn.retry.backoff.ms", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.min.session.timeout.ms", "1000"),

            // 128 MiB of heap unless said.
            Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1_024 * 1_024)));
}
