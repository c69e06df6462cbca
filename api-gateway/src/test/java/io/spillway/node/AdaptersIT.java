package io.spillway.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.gateway.openapi.Answer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The routes of other systems on a whole node, asked as these systems' own clients ask. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdaptersIT {

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final String SECRET = "relay-test-secret-01";

    private final Receiver receiver = new Receiver();

    private Local spillway;

    @BeforeAll
    void start() {
        spillway = Local.shared();
    }

    @AfterAll
    void stop() {
        receiver.close();
    }

    @Nested
    class Harborhook {

        @Test
        void shouldDeliverWhatAnEndpointIsSubscribedTo() {
            // given
            spillway.tenant("tn_1");
            assertThat(spillway.root("/v1/ping").json().path("message").asText())
                    .isEqualTo("pong");
            var token = token("tn_1");
            var endpoint = post(token, "/v1/tenants/tn_1/endpoints", """
                            {"tenant_id":"tn_1","url":"%s","secret":"%s"}""".formatted(receiver.url("/harbor"), SECRET))
                    .at("/endpoint/id")
                    .asText();
            var before = publish(token, "tn_1", "appointment.created", "before");
            var subscribed = post(token, "/v1/tenants/tn_1/subscriptions", """
                            {"event_type":"appointment.created","endpoint_id":"%s"}""".formatted(endpoint));
            post(token, "/v1/tenants/tn_1/subscriptions", """
                            {"eventType":"appointment.moved","endpointId":"%s"}""".formatted(endpoint));

            // when
            var published = publish(token, "tn_1", "appointment.created", "apt-1");
            var again = publish(token, "tn_1", "appointment.created", "apt-1");
            var moved = publish(token, "tn_1", "appointment.moved", "apt-2");
            var other = publish(token, "tn_1", "appointment.cancelled", "apt-3");

            // then
            assertThat(subscribed.at("/subscription/eventType").asText()).isEqualTo("appointment.created");
            assertThat(before.path("fanoutCount").asInt(-1)).isZero();
            assertThat(published.path("fanoutCount").asInt()).isEqualTo(1);
            assertThat(again.path("eventId")).isEqualTo(published.path("eventId"));
            assertThat(again.path("fanoutCount").asInt(-1)).isZero();
            assertThat(moved.path("fanoutCount").asInt()).isEqualTo(1);
            assertThat(other.path("fanoutCount").asInt(-1)).isZero();
            await().atMost(SOON).until(() -> receiver.at("/harbor").size() == 2);
            var request = receiver.at("/harbor").getFirst();
            assertThat(new String(request.body(), UTF_8)).isEqualTo("{ \"key\" : \"apt-1\" }");
            var signed = new String(request.body(), UTF_8)
                    + request.header("x-harborhook-timestamp").orElseThrow();
            assertThat(request.header("x-harborhook-signature"))
                    .contains("sha256=" + HexFormat.of().formatHex(hmac(signed.getBytes(UTF_8))));
            var deliveries =
                    "/v1/tenants/tn_1/events/" + published.path("eventId").asText() + "/deliveries";
            var row = eventually(
                    () -> get(token, deliveries).path("attempts"),
                    one -> one.path("status").asText().equals("DELIVERY_ATTEMPT_STATUS_DELIVERED"));
            assertThat(row.path("endpointId").asText()).isEqualTo(endpoint);
            assertThat(row.path("httpStatus").asInt()).isEqualTo(200);
        }

        @Test
        void shouldListWhatIsDeadAndReplayIt() {
            // given
            spillway.tenant("tn_2");
            receiver.answers("/dead", number -> number == 1 ? 500 : 200);
            var token = token("tn_2");
            var endpoint = post(token, "/v1/tenants/tn_2/endpoints", """
                            {"url":"%s"}""".formatted(receiver.url("/dead")))
                    .at("/endpoint/id")
                    .asText();
            post(token, "/v1/tenants/tn_2/subscriptions", """
                            {"event_type":"a","endpoint_id":"%s"}""".formatted(endpoint));
            spillway.call("PATCH", "/tenants/tn_2/destinations/" + endpoint, "{\"policy\":{\"max_attempts\":1}}");

            // when
            var published = publish(token, "tn_2", "a", "k");
            var dead = eventually(
                    () -> get(token, "/v1/tenants/tn_2/dlq?endpoint_id=" + endpoint + "&limit=20")
                            .path("dead"),
                    any -> true);
            var first = dead.path("deliveryId").asText();
            spillway.call("PUT", "/tenants/tn_2/destinations/" + endpoint + "/pause", "");
            var replayed = replay(token, first);
            var askedAgain = replay(token, first);
            spillway.call("PUT", "/tenants/tn_2/destinations/" + endpoint + "/resume", "");

            // then
            assertThat(dead.path("eventId")).isEqualTo(published.path("eventId"));
            assertThat(dead.path("status").asText()).isEqualTo("DELIVERY_ATTEMPT_STATUS_DEAD");
            assertThat(dead.path("httpStatus").asInt()).isEqualTo(500);
            assertThat(dead.path("errorReason").asText()).isEqualTo("status");
            assertThat(replayed.path("replayOf").asText()).isEqualTo(first);
            var row = eventually(
                    () -> get(
                                    token,
                                    "/v1/tenants/tn_2/events/"
                                            + published.path("eventId").asText() + "/deliveries")
                            .path("attempts"),
                    one -> one.path("status").asText().equals("DELIVERY_ATTEMPT_STATUS_DELIVERED"));
            assertThat(row.path("deliveryId")).isEqualTo(replayed.path("deliveryId"));
            assertThat(row.path("replayOf").asText()).isEqualTo(first);
            assertThat(receiver.at("/dead")).hasSize(2);
            assertThat(askedAgain).as("one is pending at most").isEqualTo(replayed);
            assertThat(replay(token, first).path("deliveryId"))
                    .as("and another when that has ended")
                    .isNotEqualTo(replayed.path("deliveryId"));
        }

        private JsonNode replay(String token, String delivery) {
            return post(
                            token,
                            "/v1/tenants/tn_2/deliveries/" + delivery + ":replay",
                            "{\"delivery_id\":\"" + delivery + "\",\"reason\":\"it was down\"}")
                    .path("newAttempt");
        }

        @Test
        void shouldKeepATokenToItsTenant() {
            // given
            spillway.tenant("tn_3");
            spillway.tenant("tn_4");
            var token = token("tn_3");

            // when
            var answer = spillway.outside(
                    "POST", "/v1/tenants/tn_4/events:publish", "{\"event_type\":\"a\",\"payload\":{}}", bearer(token));
            var ours =
                    spillway.outside("POST", "/api/v1/publish", "{\"tenant_id\":\"tn_3\",\"data\":{}}", bearer(token));

            // then
            assertThat(answer.status()).isEqualTo(403);
            assertThat(ours.status()).isEqualTo(403);
        }

        private String token(String tenant) {
            return spillway.outside("POST", "/token", "{\"tenant_id\":\"" + tenant + "\"}", bearer(Local.KEY))
                    .json()
                    .path("token")
                    .asText();
        }

        private JsonNode publish(String token, String tenant, String type, String key) {
            return post(token, "/v1/tenants/" + tenant + "/events:publish", """
                    {"event_type":"%s","payload":{ "key" : "%s" },"idempotency_key":"%s"}""".formatted(type, key, key));
        }

        private JsonNode post(String token, String path, String body) {
            return ok(200, spillway.outside("POST", path, body, bearer(token)));
        }

        private JsonNode get(String token, String path) {
            return ok(200, spillway.outside("GET", path, "", bearer(token)));
        }
    }

    @Nested
    class Algohire {

        @Test
        void shouldRelayAnEventAndShowEveryAttempt() {
            // given
            spillway.tenant("relay");
            var key = key("relay");
            receiver.answers("/relay", number -> number == 1 ? 500 : 200);
            var webhook = ok(201, call(key, "POST", "/api/webhooks", """
                            {"event_type":"user.created","target_url":"%s","secret":"%s"}""".formatted(receiver.url("/relay"), SECRET)))
                    .path("webhook");
            var id = webhook.path("id").asText();

            // when
            var created = ok(201, call(key, "POST", "/api/events", event("evt_1")));
            var duplicate = ok(200, call(key, "POST", "/api/events", event("evt_1")));

            // then
            assertThat(webhook.path("secret").asText()).isEqualTo(SECRET);
            assertThat(created.at("/event/event_id").asText()).isEqualTo("evt_1");
            assertThat(duplicate.path("event").isNull()).isTrue();
            await().atMost(SOON).until(() -> receiver.at("/relay").size() == 2);
            var request = receiver.at("/relay").getLast();
            assertThat(request.header("x-algohire-signature"))
                    .contains(Base64.getEncoder().encodeToString(hmac(request.body())));
            assertThat(request.header("x-algohire-event-type")).contains("user.created");
            assertThat(request.header("x-algohire-event-id")).contains("evt_1");
            var log = eventually(
                    () -> ok(200, call(key, "GET", "/api/events/evt_1/delivery-logs", ""))
                            .path("logs"),
                    row -> row.path("status").asText().equals("success"));
            assertThat(log.path("attempt_count").asInt()).isEqualTo(2);
            assertThat(log.path("webhook_id").asText()).isEqualTo(id);
            var shown = ok(200, call(key, "GET", "/api/events/evt_1", "")).path("event");
            assertThat(shown.at("/payload/name").asText()).isEqualTo("Ada");
            assertThat(ok(200, call(key, "GET", "/api/events?limit=50&offset=0", ""))
                            .path("events"))
                    .hasSize(1);
            assertThat(ok(200, call(key, "GET", "/api/events/type/user.created", ""))
                            .path("events"))
                    .hasSize(1);
            assertThat(ok(200, call(key, "GET", "/api/events/type/user.deleted", ""))
                            .path("events"))
                    .isEmpty();
            var logs = ok(200, call(key, "GET", "/api/dashboard/logs?limit=1&offset=1", ""));
            assertThat(logs.at("/logs/0/status").asText()).isEqualTo("failed");
            assertThat(logs.at("/logs/0/response_code").asInt()).isEqualTo(500);
            assertThat(logs.at("/logs/0/target_url").asText()).isEqualTo(receiver.url("/relay"));
            var stats = ok(200, call(key, "GET", "/api/dashboard/stats", "")).path("stats");
            assertThat(stats.toString())
                    .isEqualTo("{\"total_events\":1,\"total_webhooks\":1,\"active_webhooks\":1,"
                            + "\"total_deliveries\":2,\"successful_deliveries\":1,\"failed_deliveries\":1}");
            assertThat(call(
                                    key,
                                    "POST",
                                    "/api/dashboard/retry/" + log.path("id").asText(),
                                    "")
                            .status())
                    .isEqualTo(400);
        }

        @Test
        void shouldRetryByHandWhatFailed() {
            // given
            spillway.tenant("again");
            var key = key("again");
            receiver.answers("/again", number -> number <= 3 ? 500 : 200);
            ok(201, call(key, "POST", "/api/webhooks", """
                    {"event_type":"user.created","target_url":"%s"}""".formatted(receiver.url("/again"))));
            ok(201, call(key, "POST", "/api/events", event("evt_1")));
            var third = eventually(
                    () -> ok(200, call(key, "GET", "/api/events/evt_1/delivery-logs", ""))
                            .path("logs"),
                    row -> row.path("attempt_count").asInt() == 3);

            // when
            ok(200, call(key, "POST", "/api/dashboard/retry/" + third.path("id").asText(), ""));

            // then
            await().atMost(SOON).until(() -> receiver.at("/again").size() == 4);
            assertThat(call(key, "POST", "/api/dashboard/retry/nothing-1", "").status())
                    .isEqualTo(404);
        }

        @Test
        void shouldChangeToggleAndDeleteWebhooks() {
            // given
            spillway.tenant("webhooks");
            var key = key("webhooks");
            var path = "/api/webhooks/"
                    + ok(201, call(key, "POST", "/api/webhooks", """
                            {"event_type":"a","target_url":"https://example.com/a"}"""))
                            .at("/webhook/id")
                            .asText();

            // when
            var changed = ok(200, call(key, "PUT", path, "{\"event_type\":\"b\",\"secret\":\"%s\"}".formatted(SECRET)));
            var off = ok(200, call(key, "PATCH", path + "/toggle", ""));
            var on = ok(200, call(key, "PATCH", path + "/toggle", ""));
            var shown = ok(200, call(key, "GET", path, ""));
            ok(200, call(key, "DELETE", path, ""));

            // then
            assertThat(changed.at("/webhook/event_type").asText()).isEqualTo("b");
            assertThat(changed.at("/webhook/target_url").asText()).isEqualTo("https://example.com/a");
            assertThat(changed.at("/webhook/secret").asText()).isEqualTo(SECRET);
            assertThat(off.at("/webhook/is_active").asBoolean(true)).isFalse();
            assertThat(on.at("/webhook/is_active").asBoolean()).isTrue();
            assertThat(shown.at("/webhook/event_type").asText()).isEqualTo("b");
            assertThat(call(key, "GET", path, "").status()).isEqualTo(404);
            assertThat(ok(200, call(key, "GET", "/api/webhooks", "")).path("webhooks"))
                    .isEmpty();
        }

        @Test
        void shouldAskForTheTenantWhereTheKeyIsForAll() {
            // given
            spillway.tenant("named");

            // when
            var nobody = spillway.outside("GET", "/api/events", "", Map.of("x-api-key", Local.KEY));
            var named =
                    spillway.outside("GET", "/api/events", "", Map.of("x-api-key", Local.KEY, "x-tenant-id", "named"));
            var well = spillway.root("/health");
            var health = spillway.outside("GET", "/api/dashboard/health", "", Map.of("x-api-key", Local.KEY));

            // then
            assertThat(nobody.status()).isEqualTo(400);
            assertThat(nobody.json().path("message").asText()).contains("X-Tenant-Id");
            assertThat(named.status()).isEqualTo(200);
            assertThat(well.json().path("status").asText()).isEqualTo("OK");
            assertThat(health.json().at("/health/storage").asText()).isEqualTo("healthy");
        }

        private String event(String id) {
            return "{\"event_id\":\"%s\",\"type\":\"user.created\",\"payload\":{\"name\":\"Ada\"}}".formatted(id);
        }

        private Answer call(String key, String method, String path, String body) {
            return spillway.outside(method, path, body, Map.of("x-api-key", key, "content-type", "application/json"));
        }
    }

    @Nested
    class Hook0 {

        private static final String APPLICATION = "0192f0aa-0000-7000-8000-00000000000a";

        @Test
        void shouldTakeAnEventOfItsOwnClient() {
            // given
            spillway.tenant(APPLICATION);
            var key = key(APPLICATION);
            var subscription = ok(201, call(key, "POST", "/api/v1/subscriptions", subscription("/hook0", "u-7")));
            ok(201, call(key, "POST", "/api/v1/subscriptions", subscription("/others", "u-8")));
            var id = "0192f0aa-0000-7000-8000-000000000001";

            // when
            var sent = send(key, id);
            var conflict = send(key, id);
            var unnamed = send(key, "");

            // then
            assertThat(sent.exit()).as(sent.output()).isZero();
            assertThat(json(sent.output()).path("sent").asText()).isEqualTo(id);
            assertThat(conflict.exit()).isEqualTo(1);
            assertThat(conflict.output()).contains("409");
            assertThat(unnamed.exit()).as(unnamed.output()).isZero();
            await().atMost(SOON).until(() -> receiver.at("/hook0").size() == 2);
            assertThat(receiver.at("/others")).isEmpty();
            var request = receiver.at("/hook0").getFirst();
            assertThat(new String(request.body(), UTF_8)).isEqualTo("{\"order\": 1001}");
            assertThat(request.header("x-team")).contains("shop");
            assertThat(request.header("x-hook0-signature").orElseThrow()).contains(",v1=");
            var attempts = "/api/v1/request_attempts?application_id=" + APPLICATION + "&event_id=" + id;
            var attempt = eventually(() -> ok(200, call(key, "GET", attempts, "")), any -> true);
            assertThat(attempt.at("/status/type").asText()).isEqualTo("successful");
            assertThat(attempt.at("/subscription/subscription_id")).isEqualTo(subscription.path("subscription_id"));
            assertThat(attempt.path("attempt_trigger").asText()).isEqualTo("dispatch");
        }

        @Test
        void shouldReplaceShowAndDeleteSubscriptions() {
            // given
            spillway.tenant("app-2");
            var key = key("app-2");
            var created = ok(201, call(key, "POST", "/api/v1/subscriptions", """
                    {"application_id":"app-2","is_enabled":true,"event_types":["a.b.c","a.b.d"],"description":"the shop","metadata":{"team":"x"},
                     "label_key":"user","label_value":"u-7","target":{"type":"http","method":"post","url":"https://example.com/","headers":{}}}"""));
            var path =
                    "/api/v1/subscriptions/" + created.path("subscription_id").asText();

            // when
            var replaced = ok(200, call(key, "PUT", path, """
                    {"application_id":"app-2","is_enabled":false,"event_types":["a.b.d"],"metadata":{"owner":"y"},
                     "labels":{},"target":{"type":"http","method":"POST","url":"https://example.com/2","headers":{"x-a":"b"}}}"""));
            var shown = ok(200, call(key, "GET", path + "?application_id=app-2", ""));
            var all = ok(200, call(key, "GET", "/api/v1/subscriptions?application_id=app-2", ""));
            var gone = call(key, "DELETE", path + "?application_id=app-2", "");

            // then
            assertThat(created.path("labels").toString()).isEqualTo("{\"user\":\"u-7\"}");
            assertThat(created.path("label_key").asText()).isEqualTo("user");
            assertThat(created.path("description").asText()).isEqualTo("the shop");
            assertThat(replaced.path("is_enabled").asBoolean(true)).isFalse();
            assertThat(replaced.path("event_types")).hasSize(1);
            assertThat(replaced.path("labels")).isEmpty();
            assertThat(replaced.path("metadata").toString()).isEqualTo("{\"owner\":\"y\"}");
            assertThat(replaced.path("description").isNull()).isTrue();
            assertThat(replaced.path("target").toString())
                    .isEqualTo("{\"type\":\"http\",\"method\":\"POST\",\"url\":\"https://example.com/2\","
                            + "\"headers\":{\"x-a\":\"b\"}}");
            assertThat(shown.path("target")).isEqualTo(replaced.path("target"));
            assertThat(all).hasSize(1);
            assertThat(gone.status()).isEqualTo(204);
            assertThat(call(key, "GET", path, "").status()).isEqualTo(404);
        }

        @Test
        void shouldPageThroughAttempts() {
            // given
            spillway.tenant("app-3");
            var key = key("app-3");
            ok(201, call(key, "POST", "/api/v1/subscriptions", """
                    {"application_id":"app-3","is_enabled":true,"event_types":["*"],"target":{"type":"http","method":"POST","url":"%s","headers":{}}}""".formatted(receiver.url("/pages"))));
            for (var i = 0; i < 60; i++) {
                spillway.publish("app-3", "e-" + i, "{}");
            }
            await().atMost(SOON).until(() -> receiver.at("/pages").size() == 60);
            var first = "/api/v1/request_attempts?application_id=app-3";
            await().atMost(SOON)
                    .until(() -> call(key, "GET", first, "").header("link").contains("next"));

            // when
            var page = call(key, "GET", first, "");
            var next = page.header("link").replaceAll("<(.*)>.*", "$1");
            await().atMost(SOON).until(() -> call(key, "GET", next, "").json().size() == 10);
            var last = call(key, "GET", next, "");

            // then
            assertThat(page.json()).hasSize(50);
            assertThat(last.header("link")).isEmpty();
            assertThat(StreamSupport.stream(page.json().spliterator(), false).map(row -> row.path("event_id")))
                    .doesNotContainAnyElementsOf(
                            StreamSupport.stream(last.json().spliterator(), false)
                                    .map(row -> row.path("event_id"))
                                    .toList());
        }

        private String subscription(String path, String user) {
            return """
                    {"application_id":"%s","is_enabled":true,"event_types":["shop.order.paid"],"labels":{"user":"%s"},
                     "target":{"type":"http","method":"POST","url":"%s","headers":{"x-team":"shop"}}}""".formatted(APPLICATION, user, receiver.url(path));
        }

        private NodeJs.Ended send(String key, String id) {
            return NodeJs.run(
                    "hook0-client.js",
                    new byte[0],
                    spillway.url() + "/api/v1/",
                    APPLICATION,
                    key,
                    id,
                    "shop.order.paid",
                    "{\"order\": 1001}",
                    "{\"user\":\"u-7\"}");
        }

        private Answer call(String key, String method, String path, String body) {
            return spillway.outside(method, path, body, bearer(key));
        }
    }

    /** A key of the tenant that may do everything. */
    private String key(String tenant) {
        return spillway.post("/api-keys", """
                        {"name":"%s","scopes":["read","publish","manage"],"tenant_id":"%s"}""".formatted(tenant, tenant))
                .json()
                .path("key")
                .asText();
    }

    private static Map<String, String> bearer(String credential) {
        return Map.of("authorization", "Bearer " + credential, "content-type", "application/json");
    }

    private static JsonNode ok(int status, Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer.json();
    }

    private interface Rows {
        JsonNode ask();
    }

    /** The first row that is so, once there is one. */
    private static JsonNode eventually(Rows rows, Predicate<JsonNode> wanted) {
        return await().atMost(SOON)
                .until(
                        () -> StreamSupport.stream(rows.ask().spliterator(), false)
                                .filter(wanted)
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static byte[] hmac(byte[] message) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
