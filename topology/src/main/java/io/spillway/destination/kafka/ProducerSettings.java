package io.spillway.destination.kafka;

import io.spillway.destination.http.HttpSender;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes a client's settings of a destination's. */
final class ProducerSettings {

    private static final int BUFFER_BYTES = 16 * 1024 * 1024;
    private static final int CONNECTION_IDLE_MS = 60_000;

    private ProducerSettings() {}

    /**
     * One record is one request, which is sent once: no batches, no retries.
     *
     * @param tokens makes the request for an OAuth token, where one is needed
     * @throws UncheckedIOException where there is none to be had
     */
    static Map<String, Object> of(Cluster cluster, HttpSender tokens) {
        var settings = new HashMap<String, Object>();
        var millis = Math.toIntExact(cluster.timeout().toMillis());
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.config("brokers"));
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "spillway-" + UUID.randomUUID());
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.RETRIES_CONFIG, 0);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 0);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        // Whether a record is too large is for the broker to say.
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, BUFFER_BYTES);
        settings.put(ProducerConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG, CONNECTION_IDLE_MS);
        settings.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        settings.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        security(cluster, tokens, settings);
        return settings;
    }

    /** Without a word of ours, the contract's clusters: SASL, with or without TLS. */
    private static void security(Cluster cluster, HttpSender tokens, Map<String, Object> settings) {
        var encrypted = Boolean.parseBoolean(cluster.config("tls"));
        switch (cluster.config("security")) {
            case "plaintext" -> protocol("PLAINTEXT", settings);
            case "tls" -> protocol("SSL", settings);
            case "mtls" -> {
                protocol("SSL", settings);
                settings.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
                settings.put(
                        SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, cluster.credential("client_certificate"));
                settings.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, cluster.credential("client_key"));
            }
            case "oauthbearer" -> {
                sasl("OAUTHBEARER", encrypted, settings);
                settings.put(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, TokenLogin.class);
                settings.put(TokenLogin.TOKEN, new TokenSource(cluster, tokens).fetch());
                // Logins with equal entries are shared, so each is made unequal.
                settings.put(
                        SaslConfigs.SASL_JAAS_CONFIG,
                        OAuthBearerLoginModule.class.getName() + " required client=\"" + UUID.randomUUID() + "\";");
            }
            case "sasl_plain" -> password(cluster, "PLAIN", encrypted, settings);
            default ->
                password(cluster, cluster.config("sasl_mechanism").toUpperCase(Locale.ROOT), encrypted, settings);
        }
    }

    private static void password(Cluster cluster, String mechanism, boolean encrypted, Map<String, Object> settings) {
        sasl(mechanism, encrypted, settings);
        var module = mechanism.equals("PLAIN") ? PlainLoginModule.class : ScramLoginModule.class;
        settings.put(
                SaslConfigs.SASL_JAAS_CONFIG,
                "%s required username=%s password=%s;"
                        .formatted(
                                module.getName(),
                                quoted(cluster.credential("username")),
                                quoted(cluster.credential("password"))));
    }

    private static void sasl(String mechanism, boolean encrypted, Map<String, Object> settings) {
        protocol(encrypted ? "SASL_SSL" : "SASL_PLAINTEXT", settings);
        settings.put(SaslConfigs.SASL_MECHANISM, mechanism);
    }

    private static void protocol(String name, Map<String, Object> settings) {
        settings.put("security.protocol", name);
    }

    private static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }
}
