package io.spillway.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import okhttp3.tls.HeldCertificate;

/** A broker with a listener for each way to show who one is. */
public final class SecuredBroker implements AutoCloseable {

    private final EmbeddedBroker broker;
    private final Map<String, Integer> ports;

    private SecuredBroker(EmbeddedBroker broker, Map<String, Integer> ports) {
        this.broker = broker;
        this.ports = ports;
    }

    /** @param authority signs the broker's certificate and those of its clients */
    public static SecuredBroker start(Path folder, HeldCertificate authority) {
        var ports = Map.of("TLS", Ports.free(), "MTLS", Ports.free(), "SASL", Ports.free(), "BOTH", Ports.free());
        return new SecuredBroker(
                EmbeddedBroker.start(folder, 0, TestPatience.AMPLE, settings -> secured(settings, ports, authority)),
                ports);
    }

    public String plain() {
        return broker.bootstrapServers();
    }

    /** @param listener {@code TLS}, {@code MTLS}, {@code SASL} or {@code BOTH}, which is TLS and a password */
    public String address(String listener) {
        return Ports.LOOPBACK + ":" + ports.get(listener);
    }

    @Override
    public void close() {
        broker.close();
    }

    private static Map<String, String> secured(
            Map<String, String> usual, Map<String, Integer> ports, HeldCertificate authority) {
        var settings = new HashMap<>(usual);
        ports.forEach((name, port) -> {
            var listener = "," + name + "://" + Ports.LOOPBACK + ":" + port;
            settings.merge("listeners", listener, String::concat);
            settings.merge("advertised.listeners", listener, String::concat);
        });
        settings.merge(
                "listener.security.protocol.map",
                ",TLS:SSL,MTLS:SSL,SASL:SASL_PLAINTEXT,BOTH:SASL_SSL",
                String::concat);
        var own = new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .signedBy(authority)
                .build();
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.certificate.chain", own.certificatePem() + authority.certificatePem());
        settings.put("ssl.keystore.key", own.privateKeyPkcs8Pem());
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.certificates", authority.certificatePem());
        settings.put("listener.name.mtls.ssl.client.auth", "required");
        settings.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER");
        var modules = "org.apache.kafka.common.security.";
        settings.put("listener.name.both.sasl.enabled.mechanisms", "PLAIN");
        for (var listener : new String[] {"sasl", "both"}) {
            settings.put(
                    "listener.name." + listener + ".plain.sasl.jaas.config",
                    modules + "plain.PlainLoginModule required user_user=\"dontshowme-\\\"quoted\\\"\";");
        }
        for (var scram : new String[] {"256", "512"}) {
            settings.put(
                    "listener.name.sasl.scram-sha-" + scram + ".sasl.jaas.config",
                    modules + "scram.ScramLoginModule required;");
        }
        settings.put(
                "listener.name.sasl.oauthbearer.sasl.jaas.config",
                modules + "oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub=\"broker\";");
        return settings;
    }
}
