package io.spillway.node;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a node does; one process may have any set of roles. */
public enum Role {
    /** Serves the REST API. */
    GATEWAY,
    /** Runs tenant tasks. */
    STREAMS,
    /** Delivers. */
    DISPATCHER,
    /** Releases what waits in the retry tiers. */
    RELAY,
    /** Runs the schema registry as a child process. */
    REGISTRY;

    /** Reads names with commas between them; throws {@link IllegalArgumentException} that lists what there is. */
    public static Set<Role> parse(String names) {
        var roles = new TreeSet<Role>();
        for (var name : names.split(",")) {
            roles.add(Arrays.stream(values())
                    .filter(role -> role.word().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "there is no role \"" + name.strip() + "\"; there are " + words())));
        }
        return roles;
    }

    /** All names, with commas between them. */
    public static String words() {
        return Arrays.stream(values()).map(Role::word).collect(Collectors.joining(","));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
