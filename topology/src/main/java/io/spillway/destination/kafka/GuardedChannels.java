package io.spillway.destination.kafka;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.network.ChannelBuilder;
import org.apache.kafka.common.network.ChannelMetadataRegistry;
import org.apache.kafka.common.network.ConnectionMode;
import org.apache.kafka.common.network.SaslChannelBuilder;
import org.apache.kafka.common.network.TransportLayer;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/** Makes channels that authenticate by SASL and bounds what is read on them. Others need no more than their selector's limit. */
final class GuardedChannels extends SaslChannelBuilder {

    private GuardedChannels(SecurityProtocol protocol, String mechanism, JaasContext jaas) {
        super(
                ConnectionMode.CLIENT,
                Map.of(mechanism, jaas),
                protocol,
                null,
                false,
                mechanism,
                null,
                null,
                null,
                Time.SYSTEM,
                new LogContext(),
                null);
    }

    static ChannelBuilder of(ProducerConfig config) {
        var protocol = SecurityProtocol.forName(config.getString(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG));
        return switch (protocol) {
            case PLAINTEXT, SSL -> ClientUtils.createChannelBuilder(config, Time.SYSTEM, new LogContext());
            case SASL_PLAINTEXT, SASL_SSL -> sasl(protocol, config);
        };
    }

    @Override
    protected TransportLayer buildTransportLayer(
            String id, SelectionKey key, SocketChannel socket, ChannelMetadataRegistry registry) throws IOException {
        return new BoundedTransport(
                super.buildTransportLayer(id, key, socket, registry), GuardedSelector.MAX_ANSWER_BYTES);
    }

    private static ChannelBuilder sasl(SecurityProtocol protocol, ProducerConfig config) {
        var settings = new HashMap<>(config.originals());
        settings.putAll(config.values());
        var channels = new GuardedChannels(
                protocol, config.getString(SaslConfigs.SASL_MECHANISM), JaasContext.loadClientContext(settings));
        channels.configure(settings);
        return channels;
    }
}
