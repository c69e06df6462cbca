package io.spillway.stream.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.topic.Partitions;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoutedQueriesTest {

    private static final URI ONE = URI.create("http://one");
    private static final URI TWO = URI.create("http://two");
    private static final Scan ALL = new Scan(10, false, Optional.empty());
    private static final TenantId ACME = new TenantId("acme");
    private static final int PARTITION = Partitions.of(ACME, 3);
    private static final Tenant ROW = new Tenant(ACME, Map.of(), Optional.empty(), Instant.EPOCH, Instant.EPOCH);

    private final List<String> asked = new ArrayList<>();
    private final Set<URI> away = new HashSet<>();
    private List<Tenant> known = List.of(ROW);
    private final Owners owners = new Owners() {
        @Override
        public Map<Integer, URI> all() {
            return Map.of(0, ONE, 1, ONE, 2, ONE);
        }

        @Override
        public Map<Integer, Set<URI>> copies() {
            return Map.of(0, Set.of(TWO), 1, Set.of(TWO), 2, Set.of(TWO));
        }
    };
    private final RoutedQueries queries = new RoutedQueries(owners, this::node, 3);

    @AfterEach
    void forget() {
        Staleness.forget();
    }

    @Test
    void shouldAskAnOwnerForItsPartitionsOnly() {
        // when
        queries.tenant(ACME);
        queries.tenants(ALL);

        // then
        assertThat(asked).containsExactly("http://one " + PARTITION, "http://one 0,1,2");
    }

    @Test
    void shouldAskCopiesOneByOneWhereTheOwnerIsAway() {
        // given
        away.add(ONE);
        Staleness.allow();

        // when
        var found = queries.tenants(ALL);

        // then
        assertThat(found).hasSize(3);
        assertThat(asked)
                .containsExactly(
                        "http://one 0,1,2", "http://two 0;copies", "http://two 1;copies", "http://two 2;copies");
        assertThat(Staleness.noted()).contains(Duration.ofMillis(700));
    }

    @Test
    void shouldAskTheOwnerForItsCopyWhereNobodyElseHasOne() {
        // given
        away.addAll(Set.of(ONE, TWO));
        Staleness.allow();

        // when
        assertThatThrownBy(() -> queries.tenant(ACME)).isInstanceOf(NotReadyException.class);

        // then
        assertThat(asked)
                .containsExactly(
                        "http://one " + PARTITION,
                        "http://two " + PARTITION + ";copies",
                        "http://one " + PARTITION + ";copies");
    }

    @Test
    void shouldNotAskCopiesForWhoeverWantsToChangeSomething() {
        // given
        away.add(ONE);

        // when / then
        assertThatThrownBy(() -> queries.tenant(ACME)).isInstanceOf(NotReadyException.class);
        assertThat(asked).hasSize(1);
    }

    @Test
    void shouldNotBelieveACopyThatThereIsNothing() {
        // given
        away.add(ONE);
        known = List.of();
        Staleness.allow();

        // when / then
        assertThatThrownBy(() -> queries.tenant(ACME)).isInstanceOf(NotReadyException.class);
    }

    @Test
    void shouldAskNobodyWhenARequestHasTakenTooLong() {
        // given
        Staleness.allow(Duration.ZERO);

        // when / then
        assertThatThrownBy(() -> queries.tenant(ACME)).isInstanceOf(NotReadyException.class);
        assertThat(asked).isEmpty();
    }

    /** Answers what it is asked in these tests. */
    private Queries node(URI url, Share share) {
        return (Queries) Proxy.newProxyInstance(
                Queries.class.getClassLoader(), new Class<?>[] {Queries.class}, (proxy, method, arguments) -> {
                    asked.add(url + " " + share);
                    if (away.contains(url)) {
                        throw new NotReadyException(url + " is away");
                    }
                    if (share.copies()) {
                        Staleness.note(Duration.ofMillis(700));
                    }
                    return method.getName().equals("tenant") ? known.stream().findFirst() : known;
                });
    }
}
