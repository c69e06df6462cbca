package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.client.ApiClient;
import io.spillway.client.ApiException;
import io.spillway.client.api.DeliveriesApi;
import io.spillway.client.api.DestinationsApi;
import io.spillway.client.api.KeysAndTokensApi;
import io.spillway.client.api.PublishingApi;
import io.spillway.client.api.TenantsApi;
import io.spillway.client.model.ApiKeyCreate;
import io.spillway.client.model.Attempt;
import io.spillway.client.model.AttemptStatus;
import io.spillway.client.model.Batch;
import io.spillway.client.model.Destination;
import io.spillway.client.model.DestinationCreate;
import io.spillway.client.model.DestinationHealth;
import io.spillway.client.model.DestinationPatch;
import io.spillway.client.model.FilterTest;
import io.spillway.client.model.Publish;
import io.spillway.client.model.Scope;
import io.spillway.client.model.TenantPut;
import io.spillway.client.model.TestedEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that is made of the contract, against a whole node: whoever makes one in their language gets as far. */
class ClientIT {

    @TempDir
    private static Path folder;

    private static Receiver receiver;
    private static Local spillway;

    @BeforeAll
    static void start() throws Exception {
        receiver = new Receiver();
        spillway = Local.start(folder);
        new TenantsApi(client(Local.KEY)).putTenant("acme", new TenantPut().metadata(Map.of("plan", "gold")));
    }

    @AfterAll
    static void stop() {
        spillway.close();
        receiver.close();
    }

    private static ApiClient client(String credential) {
        var client = new ApiClient();
        client.updateBaseUri(spillway.url());
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + credential));
        return client;
    }

    @Test
    void shouldCreateChangeAndShowADestination() throws ApiException {
        // given
        var destinations = new DestinationsApi(client(Local.KEY));
        var created = destinations.createDestination("acme", webhook("changed", List.of("order.paid")));

        // when
        var changed = destinations.patchDestination("acme", "changed", new DestinationPatch().topics("*"));

        // then
        assertThat(created.getTopics()).containsExactly("order.paid");
        assertThat(created.getHealth().getState()).isEqualTo(DestinationHealth.StateEnum.OK);
        assertThat(changed.getTopics()).containsExactly("*");
        assertThat(changed.getVersion()).isGreaterThan(created.getVersion());
        assertThat(destinations.listDestinations("acme", List.of("webhook"), null, null))
                .extracting(Destination::getId)
                .contains("changed");
        assertThat(destinations.listDestinationTypes(null)).hasSizeGreaterThan(5);
    }

    @Test
    void shouldPublishAndShowWhatBecameOfIt() throws ApiException {
        // given
        var client = client(Local.KEY);
        new DestinationsApi(client).createDestination("acme", webhook("published", "*"));
        var event = new Publish().tenantId("acme").id("e1").topic("order.paid").data(Map.of("n", 1));

        // when
        var answer = new PublishingApi(client).publishBatch(new Batch().events(List.of(event)));

        // then
        assertThat(answer.getResults()).hasSize(1);
        await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> assertThat(attempts(client, "e1", "published"))
                .singleElement()
                .satisfies(attempt -> {
                    assertThat(attempt.getStatus()).isEqualTo(AttemptStatus.SUCCESS);
                    assertThat(attempt.getEvent().getData()).containsEntry("n", 1);
                    assertThat(attempt.getTime()).isNotNull();
                }));
    }

    @Test
    void shouldTryAFilter() throws ApiException {
        // given
        var test = new FilterTest()
                .filter(Map.of("data", Map.of("n", Map.of("$gt", 1))))
                .event(new TestedEvent().data(Map.of("n", 1)));

        // when
        var verdict = new DestinationsApi(client(Local.KEY)).testFilter(test);

        // then
        assertThat(verdict.getMatches()).isFalse();
        assertThat(verdict.getDecidedBy().getPointer()).isEqualTo("/data/n/$gt");
        assertThat(verdict.getDecidedBy().getActual()).isEqualTo(1);
    }

    @Test
    void shouldHearWhatIsWrong() throws ApiException {
        // given
        var key = new KeysAndTokensApi(client(Local.KEY))
                .createApiKey(new ApiKeyCreate().name("reader").scopes(List.of(Scope.READ)));
        var reader = new DestinationsApi(client(key.getKey()));

        // then
        assertThat(status(() -> reader.getDestination("acme", "none"))).isEqualTo(404);
        assertThat(status(() -> reader.deleteDestination("acme", "none"))).isEqualTo(403);
        assertThatThrownBy(() -> new DestinationsApi(client(Local.KEY))
                        .createDestination("acme", webhook("wrong", "*").config(Map.of())))
                .isInstanceOfSatisfying(ApiException.class, error -> assertThat(error.getResponseBody())
                        .contains("config.url is required"));
    }

    /** A call that fails. */
    private interface Call {
        void make() throws ApiException;
    }

    private static int status(Call call) {
        try {
            call.make();
            return 0;
        } catch (ApiException e) {
            return e.getCode();
        }
    }

    private static DestinationCreate webhook(String id, Object topics) {
        return new DestinationCreate()
                .id(id)
                .type("webhook")
                .topics(topics)
                .config(Map.of("url", receiver.url("/" + id)));
    }

    private static List<Attempt> attempts(ApiClient client, String event, String destination) throws ApiException {
        return new DeliveriesApi(client)
                .listAttempts(
                        null, List.of(event), List.of(destination), null, null, null, List.of("event.data"), null, null,
                        null, null, null, null, null, null, null, null)
                .getModels();
    }
}
