package io.spillway.destination.rabbitmq;

import com.rabbitmq.client.Address;
import io.spillway.destination.Settings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** What a connection is made of: where, as whom, to which exchange. */
record Broker(Map<String, String> config, Map<String, String> credentials) {

    private static final Pattern SERVER = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:/]+):([0-9]{1,5})(?:/(\\S*))?");

    /** @throws IllegalArgumentException where the server's address cannot be used */
    static Broker of(Settings settings) {
        if (!SERVER.matcher(settings.config().getOrDefault("server_url", "")).matches()) {
            throw new IllegalArgumentException("not host:port[/vhost]");
        }
        return new Broker(settings.config(), settings.credentials());
    }

    Address address() {
        return new Address(part(1).replaceAll("[\\[\\]]", ""), Integer.parseInt(part(2)));
    }

    /** Percent-encoded, as in an AMQP URI; without one the default. */
    String virtualHost() {
        var name = part(3);
        return name.isEmpty() ? "/" : URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    boolean isEncrypted() {
        return Boolean.parseBoolean(config.getOrDefault("tls", "false"));
    }

    String exchange() {
        return config.getOrDefault("exchange", "");
    }

    String username() {
        return credentials.getOrDefault("username", "");
    }

    String password() {
        return credentials.getOrDefault("password", "");
    }

    @Override
    public String toString() {
        return "Broker[" + config.keySet() + "]";
    }

    private String part(int group) {
        var server = SERVER.matcher(config.getOrDefault("server_url", ""));
        var part = server.matches() ? server.group(group) : null;
        return part == null ? "" : part;
    }
}
