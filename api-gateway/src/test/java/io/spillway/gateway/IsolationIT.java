package io.spillway.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import io.javalin.security.RouteRole;
import io.spillway.domain.Data;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryEntry.Tried;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Event;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.Job;
import io.spillway.domain.JobId;
import io.spillway.domain.Outcome;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Report;
import io.spillway.domain.Response;
import io.spillway.domain.Selection;
import io.spillway.domain.Subscription;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.domain.Work;
import io.spillway.gateway.World.Answered;
import io.spillway.gateway.auth.Access;
import io.spillway.gateway.auth.Scope;
import io.spillway.gateway.topic.TopicRules;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route, asked by every kind of caller about what is theirs, what is another's, and what nobody has. */
class IsolationIT {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    /** Is in everything of the tenant {@code other} that could be shown. */
    private static final String MARK = "only-for-the-eyes-of-other";

    private static final List<String> NEW_EACH_TIME = List.of(
            "time",
            "timestamp",
            "created_at",
            "updated_at",
            "createdAt",
            "received_at",
            "expires_at",
            "query_time_ms",
            "token",
            "secret");

    private static final String OWN = "acme";
    private static final String FOREIGN = "other";
    private static final String UNKNOWN = "nobody";

    private static World world;
    private static List<Caller> callers;
    private static Seed seed;

    /**
     * Somebody who asks.
     *
     * @param tenant the tenant that they are for; absent: all
     * @param scopes absent: they are not known
     */
    private record Caller(
            String name, String credential, boolean token, Optional<String> tenant, Optional<Set<Scope>> scopes) {}

    /**
     * What is asked about.
     *
     * @param tenant whom the path names
     * @param things whose event, destination, delivery and attempt are named
     */
    private record Target(String tenant, String things) {

        static final Target ALL_OWN = new Target(OWN, OWN);
        static final Target FOREIGN_THINGS = new Target(OWN, FOREIGN);
        static final Target UNKNOWN_THINGS = new Target(OWN, UNKNOWN);
        static final Target FOREIGN_TENANT = new Target(FOREIGN, FOREIGN);
        static final Target UNKNOWN_TENANT = new Target(UNKNOWN, UNKNOWN);
        static final List<Target> ALL =
                List.of(ALL_OWN, FOREIGN_THINGS, UNKNOWN_THINGS, FOREIGN_TENANT, UNKNOWN_TENANT);
    }

    @BeforeAll
    static void start() {
        world = new World("the-key", new TopicRules(List.of(), false));
        seed = sow();
        callers = List.of(
                stranger("nobody", ""),
                stranger("wrong key", "the-kex"),
                stranger("no token", "a.b.c"),
                stranger("revoked key", revokedKey()),
                new Caller("admin", "the-key", false, Optional.empty(), Optional.of(Set.of(Scope.values()))),
                holder("manager", "manager", Set.of(Scope.READ, Scope.MANAGE)),
                holder("viewer", "viewer", Set.of(Scope.READ)),
                new Caller(
                        "tenant token",
                        World.TOKENS.issue(new TenantId(OWN), Instant.now()),
                        true,
                        Optional.of(OWN),
                        Optional.of(Set.of(Scope.READ, Scope.MANAGE))),
                key("key of the tenant", Optional.of(OWN), Scope.values()),
                key("reading key of the tenant", Optional.of(OWN), Scope.READ),
                key("reading key", Optional.empty(), Scope.READ),
                key("publishing key", Optional.empty(), Scope.PUBLISH),
                key("managing key", Optional.empty(), Scope.MANAGE),
                key("key with every scope", Optional.empty(), Scope.values()));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    static Stream<Endpoint> routes() {
        try (var any = new World()) {
            return any.endpoints().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void shouldLetInWhoMayAndTellNobodyWhatIsAnothers(String name) {
        var route = route(name);
        for (var caller : callers) {
            var answers = new HashMap<Target, Answered>();
            for (var target : Target.ALL) {
                // given
                seed.restore();
                // when
                var answer = ask(route, caller, target);
                // then
                var what = caller.name() + " about " + target + ": " + answer.body();
                requireStatus(answer.status(), refusal(route, caller, target), what);
                if (caller.tenant().isPresent()) {
                    requireNothingOfOthers(answer, what);
                }
                answers.put(target, answer);
            }
            if (caller.tenant().isPresent() && access(route) != Access.OPEN) {
                assertThat(alike(answers.get(Target.FOREIGN_THINGS)))
                        .as(caller.name())
                        .isEqualTo(alike(answers.get(Target.UNKNOWN_THINGS)));
                assertThat(alike(answers.get(Target.FOREIGN_TENANT)))
                        .as(caller.name())
                        .isEqualTo(alike(answers.get(Target.UNKNOWN_TENANT)));
            }
        }
    }

    private static void requireStatus(int status, int refusal, String what) {
        assertThat(status).as(what).isLessThan(500);
        if (refusal == 0) {
            assertThat(status).as(what).isNotIn(401, 403);
        } else {
            assertThat(status).as(what).isEqualTo(refusal);
            assertThat(world.tasks.commands).as(what).isEmpty();
        }
    }

    private static void requireNothingOfOthers(Answered answer, String what) {
        assertThat(answer.body()).as(what).doesNotContain(MARK);
        assertThat(world.tasks.commands)
                .as(what)
                .allMatch(command -> command.tenant().value().equals(OWN));
        assertThat(world.tasks.events.values().stream()
                        .filter(entry -> !entry.event().tenant().value().equals(OWN)))
                .as(what)
                .hasSize(1);
    }

    @Test
    void shouldAnswerTheOwnerOfWhatIsShown() {
        // given
        var owner = callers.stream()
                .filter(caller -> caller.name().equals("tenant token"))
                .findFirst()
                .orElseThrow();
        for (var name : names().filter(name -> name.startsWith("GET ")).toList()) {
            if (access(route(name)) == Access.TENANT || access(route(name)) == Access.BOTH) {
                seed.restore();
                // when / then
                assertThat(ask(route(name), owner, Target.ALL_OWN).status())
                        .as(name)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void shouldSayOfEveryRouteWhoMayUseIt() {
        // then
        assertThat(routes())
                .hasSizeGreaterThan(30)
                .allSatisfy(route -> assertThat(roles(route))
                        .as(route.path)
                        .filteredOn(Access.class::isInstance)
                        .hasSize(1));
        assertThat(routes().filter(route -> access(route) == Access.OPEN).map(IsolationIT::name))
                .as("routes that are open to everybody")
                .containsExactlyInAnyOrder(
                        "GET /healthz",
                        "GET /readyz",
                        "GET /metrics",
                        "GET /api/v1/healthz",
                        "GET /.well-known/jwks.json",
                        "GET /api/v1/openapi.json",
                        "GET /api/v1/openapi-adapters.json",
                        "GET /v1/ping",
                        "GET /health",
                        "GET /docs",
                        "GET /docs/{file}");
    }

    static Stream<String> names() {
        return routes().map(IsolationIT::name);
    }

    private static String name(Endpoint route) {
        return route.method + " " + route.path;
    }

    private static Endpoint route(String name) {
        return world.endpoints().stream()
                .filter(route -> name(route).equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Set<RouteRole> roles(Endpoint route) {
        var roles = route.metadata(Roles.class);
        return roles == null ? Set.of() : roles.getRoles();
    }

    private static Access access(Endpoint route) {
        return roles(route).stream()
                .filter(Access.class::isInstance)
                .map(Access.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static Set<Scope> taken(Endpoint route) {
        var named = roles(route).stream()
                .filter(Scope.class::isInstance)
                .map(role -> (Scope) role)
                .collect(Collectors.toSet());
        return named.isEmpty() ? Set.of(route.method.name().equals("GET") ? Scope.READ : Scope.MANAGE) : named;
    }

    /** The status by which the caller is turned away; 0 where they are let in. */
    private static int refusal(Endpoint route, Caller caller, Target target) {
        var access = access(route);
        if (access == Access.OPEN) {
            return 0;
        }
        if (access == Access.NODE || caller.scopes().isEmpty()) {
            return 401;
        }
        var may = caller.scopes().get().containsAll(taken(route))
                && switch (access) {
                    case ADMIN -> caller.name().equals("admin");
                    case KEY -> !caller.token();
                    case OPEN, NODE, TENANT, BOTH -> true;
                };
        var reaches = caller.tenant().isEmpty() || target.tenant().equals(OWN) || !namesTenant(route);
        return may && reaches ? 0 : 403;
    }

    /** Whether the tenant of the target is in the path, or in a body that is read. */
    private static boolean namesTenant(Endpoint route) {
        return route.path.contains("{tenant_id}")
                || List.of(
                                "POST /api/v1/publish",
                                "POST /api/v1/token",
                                "POST /api/v1/retry",
                                "POST /token",
                                "POST /api/v1/event",
                                "POST /api/v1/event_types",
                                "POST /api/v1/subscriptions",
                                "PUT /api/v1/subscriptions/{subscription_id}",
                                "POST /api/v1/deliveries/cancel",
                                "POST /api/v1/dead-letters/redrive",
                                "POST /api/v1/dead-letters/discard",
                                "POST /api/v1/replays",
                                "POST /api/v1/filters/test")
                        .contains(name(route));
    }

    private static Answered ask(Endpoint route, Caller caller, Target target) {
        var path = route.path
                .replace("{tenant_id}", target.tenant())
                .replace("{destination_id}", "d-" + target.things())
                .replace("{event_id}", "e-" + target.things())
                .replace("{delivery_id}", deliveryId(target.things()).value())
                .replace("{attempt_id}", deliveryId(target.things()).value() + "-1")
                .replace("{log_id}", deliveryId(target.things()).value() + "-1")
                .replace("{webhook_id}", "d-" + target.things())
                .replace("{subscription_id}", "d-" + target.things())
                .replace("{type}", "webhook")
                .replace("{key_id}", "0000000000000000")
                .replace("{dead_letter_id}", letterId(target.things()).value())
                .replace("{replay_id}", "replay-" + target.things())
                .replace("{job_id}", "replay-" + target.things())
                .replace("{kind}", "tenant")
                .replace("{file}", "docs.js");
        assertThat(path).as("a parameter that this test does not know").doesNotContain("{");
        var query = path.contains("/metrics/")
                ? "?measures=count&time[start]=%s&time[end]=%s".formatted(START, START.plus(Duration.ofDays(1)))
                : "";
        return send(route.method.name(), path + encoded(query), caller, body(target));
    }

    /** What any route may look for in a body. */
    private static String body(Target target) {
        var event = """
                {"tenant_id":"%s","id":"new","event_id":"e-%s","destination_id":"d-%s","data":{}""".formatted(target.tenant(), target.things(), target.things());
        var foreign = """
                "application_id":"%s","event_type":"a.b.c","event_types":["a.b.c"],"endpoint_id":"d-%s","payload":{},"url":"https://example.com/",\
                "target_url":"https://example.com/","target":{"type":"http","method":"POST","url":"https://example.com/"}""".formatted(target.tenant(), target.things());
        return event + "," + foreign + ",\"events\":[" + event + "}],\"type\":\"webhook\",\"topics\":[\"*\"],"
                + "\"config\":{\"url\":\"https://example.com/\"},\"name\":\"k\",\"scopes\":[\"read\"],"
                + "\"filter\":{},\"event\":{\"id\":\"new\",\"tenant_id\":\"" + target.tenant() + "\",\"data\":{}}}";
    }

    private static Answered send(String method, String path, Caller caller, String body) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.port() + path))
                .timeout(World.CLIENT_AT_MOST)
                .method(method, HttpRequest.BodyPublishers.ofString(method.equals("GET") ? "" : body));
        if (!caller.credential().isEmpty()) {
            request.header("Authorization", "Bearer " + caller.credential());
        }
        return world.send(request.build());
    }

    private static String encoded(String query) {
        return query.replace("[", URLEncoder.encode("[", UTF_8)).replace("]", URLEncoder.encode("]", UTF_8));
    }

    /** Status and body without the ids that were asked for, and without times and ids that are new each time. */
    private static String alike(Answered answer) {
        return answer.status() + " "
                + answer.body()
                        .replace(FOREIGN, "*")
                        .replace(UNKNOWN, "*")
                        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "*")
                        .replaceAll("\"(" + String.join("|", NEW_EACH_TIME) + ")\":[^,}]*", "\"$1\":*");
    }

    /** What there is before each question. */
    private record Seed(
            Map<TenantId, Tenant> tenants,
            Map<DestinationKey, Subscription> subscriptions,
            Map<String, EventEntry> events,
            List<DeliveryEntry> deliveries,
            Map<JobId, Job> jobs) {

        void restore() {
            var tasks = world.tasks;
            tasks.tenants.clear();
            tasks.tenants.putAll(tenants);
            tasks.subscriptions.clear();
            tasks.subscriptions.putAll(subscriptions);
            tasks.events.clear();
            tasks.events.putAll(events);
            tasks.deliveries.clear();
            tasks.deliveries.addAll(deliveries);
            tasks.jobs.clear();
            tasks.jobs.putAll(jobs);
            tasks.commands.clear();
            world.audit.entries.clear();
        }
    }

    private static Seed sow() {
        for (var tenant : List.of(OWN, FOREIGN)) {
            var mark = tenant.equals(FOREIGN) ? MARK : "for-everybody";
            world.put("/tenants/" + tenant, "{\"metadata\":{\"mark\":\"%s\"}}".formatted(mark));
            world.post("/tenants/" + tenant + "/destinations", """
                    {"id":"d-%s","type":"webhook","topics":["*"],"config":{"url":"https://example.com/%s"}}""".formatted(tenant, mark));
            event(new TenantId(tenant), mark);
        }
        var tasks = world.tasks;
        return new Seed(
                Map.copyOf(tasks.tenants),
                Map.copyOf(tasks.subscriptions),
                Map.copyOf(tasks.events),
                List.copyOf(tasks.deliveries),
                Map.copyOf(tasks.jobs));
    }

    private static DeliveryId letterId(String of) {
        return new DeliveryId("dead-" + of);
    }

    private static DeliveryId deliveryId(String of) {
        return DeliveryId.of(new TenantId(of), new EventId("e-" + of), new DestinationId("d-" + of));
    }

    private static void event(TenantId tenant, String mark) {
        var tasks = world.tasks;
        var id = new EventId("e-" + tenant);
        var destination = new DestinationId("d-" + tenant);
        var place = new RecordAt("spillway.events", 0, tasks.data.size());
        tasks.data.put(place, "{\"mark\":\"%s\"}".formatted(mark).getBytes(UTF_8));
        var event = new Event(
                tenant,
                id,
                Optional.of("topic-" + mark),
                START,
                Map.of("mark", mark),
                true,
                Optional.empty(),
                new Data.Stored(place));
        tasks.events.put(tenant.value() + '\0' + id, new EventEntry(event, START, List.of(destination), List.of(), 0));
        var ref = new DeliveryRef(
                deliveryId(tenant.value()), tenant, id, Optional.of("topic-" + mark), destination, "webhook");
        var at = new RecordAt("spillway.attempts", 0, tasks.reports.size());
        var outcome = new Outcome.Delivered(new Response("200", "{\"status\":200,\"body\":\"%s\"}".formatted(mark)));
        var took = Duration.ofMillis(12);
        tasks.reports.put(at, new Report.Attempt(ref, 1, false, START, took, outcome, Optional.empty()));
        tasks.deliveries.add(DeliveryEntry.inFlight(ref, START)
                .with(new Tried(1, false, START, took, Optional.of("200"), Optional.empty(), at))
                .ended(DeliveryState.DELIVERED, Optional.empty(), START));
        var dead = new DeliveryRef(letterId(tenant.value()), tenant, id, ref.topic(), destination, "webhook");
        tasks.deliveries.add(DeliveryEntry.inFlight(dead, START).ended(DeliveryState.DEAD, Optional.of(mark), START));
        var all = new Selection(
                Set.of(), Set.of(destination), Set.of("topic-" + mark), Set.of(), Optional.empty(), Optional.empty());
        var replay = new JobId("replay-" + tenant);
        tasks.jobs.put(
                replay, Job.ordered(replay, tenant, new Work.Replay(all, Optional.empty(), Optional.empty()), START));
    }

    private static Caller stranger(String name, String credential) {
        return new Caller(name, credential, false, Optional.empty(), Optional.empty());
    }

    private static Caller holder(String name, String role, Set<Scope> scopes) {
        var token = world.post("/token", "{\"tenant_id\":\"%s\",\"role\":\"%s\"}".formatted(OWN, role))
                .at("/token")
                .asText();
        return new Caller(name, token, true, Optional.of(OWN), Optional.of(scopes));
    }

    private static Caller key(String name, Optional<String> tenant, Scope... scopes) {
        return new Caller(
                name, makeKey(tenant, scopes).at("/key").asText(), false, tenant, Optional.of(Set.of(scopes)));
    }

    private static String revokedKey() {
        var key = makeKey(Optional.empty(), Scope.values());
        world.delete("/api-keys/" + key.at("/id").asText());
        return key.at("/key").asText();
    }

    private static JsonNode makeKey(Optional<String> tenant, Scope... scopes) {
        var words = Stream.of(scopes).map(scope -> '"' + scope.word() + '"').collect(Collectors.joining(",", "[", "]"));
        var of = tenant.map(id -> ",\"tenant_id\":\"" + id + "\"").orElse("");
        return world.post("/api-keys", "{\"name\":\"k\",\"scopes\":%s%s}".formatted(words, of))
                .json();
    }
}
