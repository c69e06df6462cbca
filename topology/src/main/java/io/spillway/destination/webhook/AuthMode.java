package io.spillway.destination.webhook;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.Problems;
import io.spillway.destination.Settings;
import io.spillway.destination.http.ClientIdentity;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The words that the credential {@code auth} takes, and the credentials that belong to each. */
enum AuthMode {
    NONE,
    BASIC,
    BEARER,
    OAUTH2,
    MTLS;

    private static final String AUTH = "auth";
    private static final String SCOPE = "scope";

    /** Without a word, and with one that a form would not have let pass: none. */
    static AuthMode of(Map<String, String> credentials) {
        var word = credentials.getOrDefault(AUTH, "");
        return Stream.of(values())
                .filter(mode -> mode.word().equals(word))
                .findFirst()
                .orElse(NONE);
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private List<String> required() {
        return switch (this) {
            case NONE -> List.of();
            case BASIC -> List.of("username", "password");
            case BEARER -> List.of("token");
            case OAUTH2 -> List.of("client_id", "client_secret", "token_url");
            case MTLS -> List.of("client_certificate", "client_key");
        };
    }

    /** Whether it fills the header {@code Authorization}. */
    boolean authorizes() {
        return this != NONE && this != MTLS;
    }

    /** Of the credentials asked for, those to keep: what another word needed is dropped with it. */
    static Map<String, String> kept(Map<String, String> wanted) {
        var kept = new HashMap<String, String>();
        var mode = of(wanted);
        var named = !wanted.getOrDefault(AUTH, "").isEmpty();
        for (var key : named ? mode.keys() : allKeys()) {
            if (!wanted.getOrDefault(key, "").isEmpty()) {
                kept.put(key, wanted.get(key));
            }
        }
        return kept;
    }

    /** Adds what keeps these credentials from being used. */
    static void check(Problems problems, Settings settings, EgressGuard egress) {
        var credentials = settings.credentials();
        if (credentials.getOrDefault(AUTH, "").isEmpty()) {
            if (!kept(credentials).isEmpty()) {
                problems.require("credentials." + AUTH);
            }
            return;
        }
        var mode = of(credentials);
        mode.required().forEach(key -> problems.require("credentials." + key));
        if (mode == OAUTH2) {
            problems.reach("credentials.token_url", egress);
        }
        if (mode == MTLS) {
            problems.check("credentials.client_certificate", "pattern", ClientIdentity::isCertificate);
            if (problems.isClean("credentials.client_certificate")) {
                var chain = credentials.getOrDefault("client_certificate", "");
                problems.check("credentials.client_key", "invalid", key -> new ClientIdentity(chain, key).isPair());
            }
            problems.check("config.url", "pattern", url -> url.startsWith("https://"));
        }
    }

    private List<String> keys() {
        return Stream.concat(required().stream(), Stream.of(AUTH, SCOPE))
                .filter(key -> !key.equals(SCOPE) || this == OAUTH2)
                .toList();
    }

    private static List<String> allKeys() {
        return Stream.of(values())
                .flatMap(mode -> mode.keys().stream())
                .distinct()
                .toList();
    }
}
