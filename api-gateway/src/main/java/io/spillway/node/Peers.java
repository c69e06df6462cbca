package io.spillway.node;

import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.setting.Settings;
import io.spillway.stream.TenantStreams;
import io.spillway.stream.query.LocalQueries;
import io.spillway.stream.query.NotReadyException;
import io.spillway.stream.query.Owners;
import io.spillway.stream.query.Queries;
import io.spillway.stream.query.QueryService;
import io.spillway.stream.query.RemoteQueries;
import io.spillway.stream.query.RoutedQueries;
import io.spillway.topic.Topics;
import io.spillway.wire.Wire;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * How this node asks others and answers them. A node that runs tenant tasks knows who owns which partition from its group;
 * a gateway alone finds such nodes among the settings, where they announce themselves, and asks one of them.
 */
final class Peers implements AutoCloseable {

    private static final String NODE = "node.";
    private static final int ANNOUNCEMENTS = 10;
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN).build();
    private final RemoteQueries.Line line;
    private final Map<String, URI> nodes;
    private final Queries queries;
    private final Optional<QueryService> service;

    Peers(NodeConfig config, Topics topics, Wire wire, Optional<TenantStreams> tasks, Settings settings) {
        line = new RemoteQueries.Line(http, config.security().nodeKeys().authorization(), wire);
        nodes = settings.table(NODE, bytes -> URI.create(new String(bytes, StandardCharsets.UTF_8)));
        var partitions = topics.sizes().partitions();
        var self = URI.create("http://" + config.identity().advertised().getAuthority());
        var owners = tasks.map(TenantStreams::owners).orElseGet(AnyNode::new);
        var stores = tasks.map(TenantStreams::stores);
        queries = new RoutedQueries(
                owners,
                (url, share) -> stores.filter(here -> url.equals(self))
                        .<Queries>map(here -> new LocalQueries(here, partitions, share))
                        .orElseGet(() -> new RemoteQueries(line, url, share)),
                partitions);
        service =
                stores.map(here -> new QueryService(share -> new LocalQueries(here, partitions, share), owners, wire));
        if (tasks.isPresent()) {
            announce(settings, config.identity().id(), self);
        }
    }

    Queries queries() {
        return queries;
    }

    /** What this node answers to others; nothing where it runs no tenant tasks. */
    Optional<QueryService> service() {
        return service;
    }

    /** What the first node says that answers. */
    private final class AnyNode implements Owners {

        @Override
        public Map<Integer, URI> all() {
            return first(Owners::all);
        }

        @Override
        public Map<Integer, Set<URI>> copies() {
            return first(Owners::copies);
        }

        private <R> R first(Function<Owners, R> question) {
            for (var node : nodes.values()) {
                try {
                    return question.apply(RemoteQueries.owners(line, node));
                } catch (NotReadyException e) {
                    continue; // it may have gone for good: the next one is asked
                }
            }
            throw new NotReadyException("no node that runs tenant tasks answers");
        }
    }

    /** At start the broker may be busy. */
    private static void announce(Settings settings, String id, URI url) {
        for (var turn = 1; ; turn++) {
            try {
                settings.put(NODE + id, url.toString().getBytes(StandardCharsets.UTF_8));
                return;
            } catch (ApiException e) {
                if (turn == ANNOUNCEMENTS) {
                    throw new IllegalStateException("this node could not be announced to the others", e);
                }
            }
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
