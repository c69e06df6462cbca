package io.spillway.node;

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
import java.util.concurrent.locks.ReentrantLock;

/**
 * How this node asks others and answers them. A node that runs tenant tasks knows who owns which partition from its group;
 * a gateway alone finds such nodes among the settings, where they announce themselves, and asks one of them.
 */
final class Peers implements AutoCloseable {

    private static final String NODE = "node.";
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(1);
    private static final Duration ASK_AGAIN = Duration.ofMillis(500);

    private final HttpClient http;
    private final RemoteQueries.Line line;
    private final Map<String, URI> nodes;
    private final Queries queries;
    private final Optional<QueryService> service;

    Peers(NodeConfig config, Topics topics, Wire wire, Optional<TenantStreams> tasks, Settings settings) {
        http = HttpClient.newBuilder()
                .connectTimeout(config.patience().forAnswer(CONNECT_WITHIN))
                .build();
        line = new RemoteQueries.Line(http, config.security().nodeKeys().authorization(), wire, config.patience());
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
            settings.insist(NODE + config.identity().id(), self.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    Queries queries() {
        return queries;
    }

    /** What this node answers to others; nothing where it runs no tenant tasks. */
    Optional<QueryService> service() {
        return service;
    }

    /**
     * What the first node says that answers, for half a second; while none does, what was said last. That may be out of date:
     * a node answers for what it has, whatever others believe.
     */
    private final class AnyNode implements Owners {

        private final ReentrantLock asking = new ReentrantLock();
        private volatile Optional<Knowledge> last = Optional.empty();

        @Override
        public Map<Integer, URI> all() {
            return known().owners();
        }

        @Override
        public Map<Integer, Set<URI>> copies() {
            return known().copies();
        }

        private Knowledge known() {
            return last.filter(Knowledge::isNew).orElseGet(() -> {
                asking.lock();
                try {
                    var known = last.filter(Knowledge::isNew).orElseGet(this::ask);
                    last = Optional.of(known);
                    return known;
                } finally {
                    asking.unlock();
                }
            });
        }

        private Knowledge ask() {
            for (var node : nodes.values()) {
                try {
                    var owners = RemoteQueries.owners(line, node);
                    return new Knowledge(owners.all(), owners.copies(), System.nanoTime());
                } catch (NotReadyException e) {
                    continue; // it may have gone for good: the next one is asked
                }
            }
            return last.map(Knowledge::again)
                    .orElseThrow(() -> new NotReadyException("no node that runs tenant tasks answers"));
        }
    }

    private record Knowledge(Map<Integer, URI> owners, Map<Integer, Set<URI>> copies, long since) {

        boolean isNew() {
            return System.nanoTime() - since < ASK_AGAIN.toNanos();
        }

        Knowledge again() {
            return new Knowledge(owners, copies, System.nanoTime());
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
