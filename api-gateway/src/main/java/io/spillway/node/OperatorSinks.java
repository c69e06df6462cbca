package io.spillway.node;

import io.spillway.destination.Settings;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Where operator events are sent besides their topic. */
public record OperatorSinks(Optional<Url> url, List<Queue> queues) {

    /** @param secret what requests are signed with */
    public record Url(URI url, Optional<String> secret) {

        /** Neither: a URL may hold a token. */
        @Override
        public String toString() {
            return "Url";
        }
    }

    /**
     * A destination type with its settings, in clear.
     *
     * @param names of the variables that they come from
     */
    public record Queue(String type, Settings settings, String names) {}
}
