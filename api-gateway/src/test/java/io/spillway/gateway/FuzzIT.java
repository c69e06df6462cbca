package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.AttemptId;
import io.spillway.domain.Data;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryEntry.Tried;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.Failure;
import io.spillway.domain.Job;
import io.spillway.domain.JobId;
import io.spillway.domain.Outcome;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Report;
import io.spillway.domain.Response;
import io.spillway.domain.Selection;
import io.spillway.domain.TenantId;
import io.spillway.domain.Work;
import io.spillway.gateway.health.Status;
import io.spillway.gateway.openapi.Answer;
import io.spillway.gateway.openapi.OpenApi;
import io.spillway.gateway.openapi.Operation;
import io.spillway.gateway.openapi.Request;
import io.spillway.gateway.openapi.Requests;
import io.spillway.gateway.topic.TopicRules;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sends each operation requests that are made of the contract. {@code -Dspillway.fuzz=5000} says how many,
 * {@code -Dspillway.fuzz.seed} which.
 */
class FuzzIT {

    private static final int REQUESTS = Integer.getInteger("spillway.fuzz", 50);
    private static final long SEED = Long.getLong("spillway.fuzz.seed", 20261122);
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final int CHANCES = 10;
    private static final int SHOWN = 10;
    private static final String KEY = "the-key";

    private static final TenantId ACME = new TenantId("acme");
    private static final DestinationId ORDERS = new DestinationId("orders");
    private static final EventId PAID = new EventId("order-1001-paid");
    private static final DeliveryId DELIVERY = DeliveryId.of(ACME, PAID, ORDERS);

    private static final DeliveryId LETTER = new DeliveryId("dead-letter");
    private static final JobId REPLAY = new JobId("replay-1");
    private static World world;

    @BeforeAll
    static void start() {
        world = new World(KEY, new TopicRules(List.of(), true));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    static Stream<Operation> operations() {
        return Stream.of(OpenApi.CONTRACT, OpenApi.ADAPTERS).flatMap(document -> document.operations().stream());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void shouldAnswerAsTheContractSays(Operation operation) {
        // given
        var moods = new Random(SEED);
        var requests = new Requests(operation, known(onlyKey()), SEED);
        var problems = new ArrayList<String>();
        var statuses = new TreeSet<Integer>();
        // when
        for (var i = 0; i < REQUESTS && problems.size() < SHOWN; i++) {
            if (i % SHOWN == 0) {
                things();
            }
            var well = mood(moods);
            var request = requests.next();
            var answer = answer(request, moods);
            statuses.add(answer.status());
            problems(operation, answer, well)
                    .forEach(problem -> problems.add("%s\n  %s\n  %s".formatted(problem, request, answer)));
        }
        // then
        assertThat(problems).as("seed " + SEED).isEmpty();
        assertThat(statuses)
                .as("answers, of which one at least must be a success, or the fuzzer does not get through")
                .anyMatch(status ->
                        status < 300 || operation.statuses().stream().noneMatch(said -> said.startsWith("2")));
    }

    private static List<String> problems(Operation operation, Answer answer, boolean well) {
        return answer.status() >= 500 && (well || answer.status() != 503)
                ? List.of("a fault of the server's")
                : operation.problems(answer);
    }

    /** Now and then nothing can be stored or asked, or somebody is always quicker; whether it is none of these. */
    private static boolean mood(Random random) {
        world.tasks.mood = switch (random.nextInt(30)) {
            case 0 -> Tasks.Mood.AWAY;
            case 1 -> Tasks.Mood.RESTORING;
            case 2 -> Tasks.Mood.OVERTAKEN;
            default -> Tasks.Mood.WELL;
        };
        world.status = world.tasks.mood == Tasks.Mood.AWAY ? new Status.Failed("away") : new Status.Healthy();
        return world.tasks.mood == Tasks.Mood.WELL;
    }

    /** One that is slow has further chances, since it may have been the machine. */
    private static Answer answer(Request request, Random random) {
        var http = http(request, random);
        for (var chance = 1; chance <= CHANCES; chance++) {
            var since = System.nanoTime();
            var answer = world.exchange(http);
            if (System.nanoTime() - since <= SLOW.toNanos()) {
                return answer;
            }
        }
        throw new AssertionError("slow each of " + CHANCES + " times: " + request);
    }

    private static HttpRequest http(Request request, Random random) {
        var http = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.port() + request.target()))
                .timeout(World.CLIENT_AT_MOST)
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(http::setHeader);
        switch (random.nextInt(30)) {
            case 0 -> {}
            case 1 -> http.setHeader("Authorization", "Bearer eyJhbGciOiJub25lIn0.e30.");
            default -> http.setHeader("Authorization", "Bearer " + KEY);
        }
        return http.build();
    }

    /** The id of the only key that is there then; what the operation before has made is gone, or all would become slow. */
    private static String onlyKey() {
        world.tasks.mood = Tasks.Mood.WELL;
        world.settings.values.keySet().forEach(world.settings::remove);
        return world.post("/api-keys", "{\"name\":\"fuzz\",\"scopes\":[\"read\"]}")
                .at("/id")
                .asText();
    }

    /** Puts there what the contract's examples name. */
    private static void things() {
        world.tasks.mood = Tasks.Mood.WELL;
        world.tasks.tenants.clear();
        world.tasks.subscriptions.clear();
        world.tasks.events.clear();
        world.tasks.deliveries.clear();
        world.tasks.reports.clear();
        world.tasks.jobs.clear();
        world.tasks.commands.clear();
        world.tasks.data.clear();
        world.audit.entries.clear();
        world.put("/tenants/acme", "{\"metadata\":{\"plan\":\"gold\"}}");
        world.post(
                "/tenants/acme/destinations",
                "{\"id\":\"orders\",\"type\":\"webhook\",\"topics\":\"*\",\"config\":{\"url\":\"https://example.com\"}}");
        var now = Instant.now();
        var event = new Event(
                ACME,
                PAID,
                Optional.of("order.paid"),
                now,
                Map.of("k", "v"),
                true,
                Optional.empty(),
                new Data.Inline("{\"order\":1001}".getBytes(StandardCharsets.UTF_8)));
        world.tasks.events.put("acme\0" + PAID, new EventEntry(event, now, List.of(ORDERS), List.of(), 0));
        attempt(now);
        letterAndReplay(now);
    }

    private static void attempt(Instant now) {
        var ref = new DeliveryRef(DELIVERY, ACME, PAID, Optional.of("order.paid"), ORDERS, "webhook");
        var at = new RecordAt("spillway.attempts", 0, 0);
        var took = Duration.ofMillis(12);
        var response = new Response("500", "{\"status\":500,\"body\":\"no\"}");
        var outcome = new Outcome.Failed(Failure.STATUS, "500", Optional.of(response));
        var tried = new Tried(1, false, now, took, Optional.of("500"), Optional.of("status"), at);
        world.tasks.deliveries.add(DeliveryEntry.inFlight(ref, now).with(tried));
        world.tasks.reports.put(at, new Report.Attempt(ref, 1, false, now, took, outcome, Optional.empty()));
    }

    private static void letterAndReplay(Instant now) {
        var ref = new DeliveryRef(LETTER, ACME, PAID, Optional.of("order.paid"), ORDERS, "webhook");
        world.tasks.deliveries.add(
                DeliveryEntry.inFlight(ref, now).ended(DeliveryState.DEAD, Optional.of("too_large"), now));
        var all = new Selection(Set.of(), Set.of(), Set.of(), Set.of(), Optional.empty(), Optional.empty());
        world.tasks.jobs.put(
                REPLAY, Job.ordered(REPLAY, ACME, new Work.Replay(all, Optional.of(ORDERS), Optional.empty()), now));
    }

    private static Map<String, String> known(String key) {
        var attempt = new AttemptId(DELIVERY, 1).toString();
        return Map.ofEntries(
                Map.entry("tenant_id", ACME.value()),
                Map.entry("destination_id", ORDERS.value()),
                Map.entry("webhook_id", ORDERS.value()),
                Map.entry("subscription_id", ORDERS.value()),
                Map.entry("event_id", PAID.value()),
                Map.entry("delivery_id", DELIVERY.value()),
                Map.entry("attempt_id", attempt),
                Map.entry("log_id", attempt),
                Map.entry("dead_letter_id", LETTER.value()),
                Map.entry("replay_id", REPLAY.value()),
                Map.entry("job_id", REPLAY.value()),
                Map.entry("type", "webhook"),
                Map.entry("file", "docs.js"),
                Map.entry("key_id", key));
    }
}
