package io.spillway.stream.query;

import java.net.URI;
import java.util.Map;
import java.util.Set;

/** Which node answers for which partition. */
@FunctionalInterface
public interface Owners {

    /** The base URL of the owner of every partition; throws {@link NotReadyException} while one has none. */
    Map<Integer, URI> all();

    /** The base URLs of the nodes that keep a copy of a partition, as far as it is known who does. */
    default Map<Integer, Set<URI>> copies() {
        return Map.of();
    }
}
