package io.spillway.destination.kafka;

import io.spillway.destination.EgressGuard;
import java.lang.reflect.InvocationTargetException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.KafkaClient;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.internals.ProducerInterceptors;
import org.apache.kafka.clients.producer.internals.ProducerMetadata;
import org.apache.kafka.common.internals.ClusterResourceListeners;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/**
 * A producer of which every connection passes the guard.
 *
 * <p>The client has no setting for that, so it is put together here as it does itself, but with our selector; the constructor
 * that takes these parts is not published. This is the only class that touches it.
 */
final class GuardedProducer implements AutoCloseable {

    private static final int IN_FLIGHT = 64;

    private final Producer<byte[], byte[]> producer;
    private final GuardedSelector selector;
    private final Metrics metrics;
    private final long spentAtMillis;

    private GuardedProducer(
            Producer<byte[], byte[]> producer, GuardedSelector selector, Metrics metrics, long spentAtMillis) {
        this.producer = producer;
        this.selector = selector;
        this.metrics = metrics;
        this.spentAtMillis = spentAtMillis;
    }

    /** @throws org.apache.kafka.common.KafkaException where the settings cannot be used */
    static GuardedProducer start(Map<String, Object> settings, EgressGuard egress) {
        var config = new ProducerConfig(settings);
        var metadata = metadata(config);
        var channels = GuardedChannels.of(config);
        var metrics = new Metrics();
        var selector = new GuardedSelector(config, channels, metrics, egress, metadata);
        var versions = new ApiVersions();
        var network = network(config, selector, metadata, versions);
        return new GuardedProducer(producer(config, metadata, network, versions), selector, metrics, spentAt(settings));
    }

    Producer<byte[], byte[]> producer() {
        return producer;
    }

    boolean hasBlocked() {
        return selector.hasBlocked();
    }

    /** Whether its OAuth token is about to end: another producer has to take over, with another token. */
    boolean isSpent() {
        return System.currentTimeMillis() >= spentAtMillis;
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        metrics.close();
    }

    private static long spentAt(Map<String, Object> settings) {
        return settings.get(TokenLogin.TOKEN) instanceof OAuthBearerToken token
                ? token.lifetimeMs() - (token.lifetimeMs() - token.startTimeMs()) / 4
                : Long.MAX_VALUE;
    }

    /** Names are resolved when a connection is made, not here. */
    private static ProducerMetadata metadata(ProducerConfig config) {
        var metadata = new ProducerMetadata(
                config.getLong(ProducerConfig.RETRY_BACKOFF_MS_CONFIG),
                config.getLong(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG),
                config.getLong(ProducerConfig.METADATA_MAX_AGE_CONFIG),
                config.getLong(ProducerConfig.METADATA_MAX_IDLE_CONFIG),
                new LogContext(),
                new ClusterResourceListeners(),
                Time.SYSTEM);
        metadata.bootstrap(config.getList(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG).stream()
                .map(GuardedProducer::address)
                .toList());
        return metadata;
    }

    private static InetSocketAddress address(String broker) {
        var colon = broker.lastIndexOf(':');
        return InetSocketAddress.createUnresolved(
                broker.substring(0, colon).replaceAll("[\\[\\]]", ""), Integer.parseInt(broker.substring(colon + 1)));
    }

    private static NetworkClient network(
            ProducerConfig config, GuardedSelector selector, ProducerMetadata metadata, ApiVersions versions) {
        return new NetworkClient(
                selector,
                metadata,
                config.getString(ProducerConfig.CLIENT_ID_CONFIG),
                IN_FLIGHT,
                config.getLong(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG),
                config.getLong(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG),
                config.getInt(ProducerConfig.SEND_BUFFER_CONFIG),
                config.getInt(ProducerConfig.RECEIVE_BUFFER_CONFIG),
                config.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG),
                config.getLong(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG),
                config.getLong(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG),
                Time.SYSTEM,
                true,
                versions,
                new LogContext(),
                MetadataRecoveryStrategy.NONE);
    }

    @SuppressWarnings("unchecked")
    private static Producer<byte[], byte[]> producer(
            ProducerConfig config, ProducerMetadata metadata, KafkaClient network, ApiVersions versions) {
        try {
            var constructor = KafkaProducer.class.getDeclaredConstructor(
                    ProducerConfig.class,
                    Serializer.class,
                    Serializer.class,
                    ProducerMetadata.class,
                    KafkaClient.class,
                    ProducerInterceptors.class,
                    ApiVersions.class,
                    Time.class);
            constructor.setAccessible(true);
            return (Producer<byte[], byte[]>) constructor.newInstance(
                    config,
                    new ByteArraySerializer(),
                    new ByteArraySerializer(),
                    metadata,
                    network,
                    new ProducerInterceptors<byte[], byte[]>(List.of(), null),
                    versions,
                    Time.SYSTEM);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("kafka-clients is not the version that this was written for", e);
        }
    }
}
