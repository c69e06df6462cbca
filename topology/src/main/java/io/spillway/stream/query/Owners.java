package io.spillway.stream.query;

import java.net.URI;
import java.util.Map;

/** Which node answers for which partition. */
@FunctionalInterface
public interface Owners {

    /** The base URL of the owner of every partition; throws {@link NotReadyException} while one has none. */
    Map<Integer, URI> all();
}
