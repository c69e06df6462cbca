package io.spillway.destination.azure;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a Service Bus connection string says.
 *
 * @param host the namespace's host, with its port where one is named
 * @param parts lower-case name → value, as {@code sharedaccesskeyname}
 */
record ConnectionString(String host, Map<String, String> parts) {

    private static final String SCHEME = "sb://";

    static Optional<ConnectionString> read(String text) {
        var parts = new HashMap<String, String>();
        for (var part : text.split(";")) {
            var equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(
                        part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        part.substring(equals + 1).strip());
            }
        }
        return host(parts.getOrDefault("endpoint", "")).map(host -> new ConnectionString(host, parts));
    }

    /** The emulator speaks HTTP without TLS. */
    boolean isEmulator() {
        return Boolean.parseBoolean(parts.getOrDefault("usedevelopmentemulator", "false"));
    }

    Optional<String> part(String name) {
        return Optional.ofNullable(parts.get(name)).filter(value -> !value.isEmpty());
    }

    @Override
    public String toString() {
        return "ConnectionString[" + host + "]";
    }

    private static Optional<String> host(String endpoint) {
        if (!endpoint.startsWith(SCHEME)) {
            return Optional.empty();
        }
        var rest = endpoint.substring(SCHEME.length());
        var slash = rest.indexOf('/');
        return Optional.of(slash < 0 ? rest : rest.substring(0, slash))
                .filter(host -> !host.isBlank() && host.chars().noneMatch(Character::isWhitespace));
    }
}
