package io.spillway.node;

import io.spillway.history.LogStore;
import java.util.Optional;

/** Reads where the log store is. */
record LogStoreSettings(Variables variables) {

    private static final String URL = "LOG_STORE_URL";

    Optional<LogStore.Settings> read() {
        var url = variables.optional(URL);
        if (url.filter(text -> !text.startsWith("jdbc:postgresql:")).isPresent()) {
            variables.problem(URL + " must be as jdbc:postgresql://host:5432/database, with LOG_STORE_USER and"
                    + " LOG_STORE_PASSWORD beside it");
        }
        var user = variables.text("LOG_STORE_USER", "spillway");
        var password = variables.text("LOG_STORE_PASSWORD", "");
        var days = variables.number("LOG_STORE_RETENTION_DAYS", 90, 1, 3_650);
        return url.map(text -> new LogStore.Settings(text, user, password, days));
    }
}
