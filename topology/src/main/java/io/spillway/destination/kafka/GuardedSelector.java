package io.spillway.destination.kafka;

import io.spillway.destination.BlockedException;
import io.spillway.destination.EgressGuard;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.internals.ProducerMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ChannelBuilder;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/**
 * Asks the guard before each connection, to whichever broker: those of the settings and those that they told of. Answers of more
 * than 1 MiB end the connection, since the client makes room for as much as a broker says.
 */
final class GuardedSelector extends Selector {

    static final int MAX_ANSWER_BYTES = 1024 * 1024;

    private final EgressGuard egress;
    private final ProducerMetadata metadata;
    private final AtomicBoolean blocked = new AtomicBoolean();

    GuardedSelector(
            ProducerConfig config,
            ChannelBuilder channels,
            Metrics metrics,
            EgressGuard egress,
            ProducerMetadata metadata) {
        super(
                MAX_ANSWER_BYTES,
                config.getLong(ProducerConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG),
                metrics,
                Time.SYSTEM,
                "producer",
                Map.of(),
                true,
                channels,
                new LogContext());
        this.egress = egress;
        this.metadata = metadata;
    }

    /** Whether a connection was ever refused; the client itself takes it for a broker that is away. */
    boolean hasBlocked() {
        return blocked.get();
    }

    @Override
    protected boolean doConnect(SocketChannel channel, InetSocketAddress address) throws IOException {
        try {
            egress.check(address);
        } catch (BlockedException e) {
            blocked.set(true);
            // Ends the wait for metadata at once.
            metadata.fatalError(new KafkaException(e));
            throw e;
        }
        return super.doConnect(channel, address);
    }
}
