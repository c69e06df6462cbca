package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import io.spillway.gateway.auth.Access;
import io.spillway.gateway.auth.Scope;
import io.spillway.gateway.openapi.OpenApi;
import io.spillway.gateway.openapi.Operation;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContractIT {

    private static World world;

    @BeforeAll
    static void start() {
        world = new World();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void shouldNameEveryRouteAndNoOther() {
        // when
        var served = world.endpoints().stream()
                .filter(endpoint -> access(endpoint) != Access.NODE)
                .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
                .toList();
        // then
        assertThat(operations())
                .as("the operations of both documents and the gateway's routes")
                .extracting(operation -> operation.method() + " " + operation.path())
                .containsExactlyInAnyOrderElementsOf(served);
    }

    @Test
    void shouldSayWhoMayUseEachRoute() {
        // when
        var served = world.endpoints().stream()
                .filter(endpoint -> access(endpoint) != Access.NODE)
                .map(endpoint -> endpoint.method.name() + " " + endpoint.path + " " + who(endpoint))
                .toList();
        // then
        assertThat(operations())
                .extracting(operation -> operation.method() + " " + operation.path() + " " + who(operation))
                .containsExactlyInAnyOrderElementsOf(served);
    }

    private static List<Operation> operations() {
        return Stream.of(OpenApi.CONTRACT, OpenApi.ADAPTERS)
                .flatMap(document -> document.operations().stream())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openapi", "openapi-adapters"})
    void shouldServeTheDocument(String name) throws IOException {
        // given
        JsonNode written;
        try (var yaml = getClass().getResourceAsStream("/" + name + ".yaml")) {
            written = new YAMLMapper().readTree(yaml);
        }
        // when
        var answer = world.get("/" + name + ".json");
        // then
        assertThat(answer.json()).isEqualTo(written);
    }

    @Test
    void shouldServeAPageThatNeedsNothingFromElsewhere() {
        // when
        var page = world.root("/docs");
        // then
        assertThat(page.header("content-security-policy"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                .doesNotContain("unsafe", "http");
        assertThat(page.body()).doesNotContain("http:", "https:", "//");
        assertThat(Pattern.compile("(?:src|href)=\"(docs/[^\"]+)\"")
                        .matcher(page.body())
                        .results())
                .hasSize(4)
                .allSatisfy(link ->
                        assertThat(world.root("/" + link.group(1)).status()).isEqualTo(200));
        assertThat(world.root("/docs/openapi.yaml").status()).isEqualTo(404);
    }

    private static Access access(Endpoint endpoint) {
        return roles(endpoint)
                .filter(Access.class::isInstance)
                .map(Access.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static Stream<?> roles(Endpoint endpoint) {
        return endpoint.metadata(Roles.class).getRoles().stream();
    }

    private static Set<String> who(Endpoint endpoint) {
        var scopes = roles(endpoint)
                .filter(Scope.class::isInstance)
                .map(role -> ((Scope) role).word())
                .collect(Collectors.toCollection(TreeSet::new));
        if (scopes.isEmpty()) {
            scopes.add(endpoint.method.name().equals("GET") ? "read" : "manage");
        }
        return switch (access(endpoint)) {
            case OPEN, NODE -> Set.of();
            case ADMIN -> Set.of("adminKey[]");
            case KEY -> new TreeSet<>(List.of("adminKey[]", "apiKey" + scopes));
            case TENANT, BOTH -> new TreeSet<>(List.of("adminKey[]", "apiKey" + scopes, "tenantToken" + scopes));
        };
    }

    private static Set<String> who(Operation operation) {
        return operation
                .node()
                .path("security")
                .valueStream()
                .flatMap(scheme -> scheme.properties().stream())
                .map(scheme -> scheme.getKey()
                        + scheme.getValue()
                                .valueStream()
                                .map(JsonNode::asText)
                                .collect(Collectors.toCollection(TreeSet::new)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
