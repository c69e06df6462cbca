package io.spillway.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class ComposeTest {

    private Map<String, Object> file;
    private Map<String, Map<String, Object>> services;

    @BeforeEach
    void read() throws IOException {
        file = new Yaml().load(Files.readString(Reference.FOLDER.resolve("compose.yaml")));
        services = map(file.get("services"));
    }

    @Test
    void shouldSetOnlyWhatANodeKnows() throws IOException {
        var reference = Reference.read();

        assertThat(nodes())
                .isNotEmpty()
                .allSatisfy(node -> assertThat(environment(node).keySet()).allMatch(reference::knows));
    }

    @Test
    void shouldRunEachRoleOnceInEitherProfile() {
        var roles = List.of("dispatcher", "gateway", "registry", "relay", "streams");

        assertThat(roles("single")).containsExactlyInAnyOrderElementsOf(roles);
        assertThat(roles("split")).containsExactlyInAnyOrderElementsOf(roles);
    }

    @Test
    void shouldNameTheRegistryWhereANodeDoesNotRunIt() {
        assertThat(nodes())
                .allSatisfy(node -> assertThat(environment(node).containsKey("REGISTRY_URL"))
                        .isNotEqualTo(rolesOf(node).contains("registry")));
    }

    @Test
    void shouldNameEachNodeDifferently() {
        assertThat(nodes().map(node -> environment(node).get("NODE_ID")))
                .doesNotHaveDuplicates()
                .doesNotContainNull();
    }

    @Test
    void shouldKeepSecretsOutOfTheFile() {
        assertThat(nodes().flatMap(node ->
                        Stream.of("API_KEY", "AES_ENCRYPTION_SECRET").map(environment(node)::get)))
                .allSatisfy(value -> assertThat(String.valueOf(value)).startsWith("${"));
    }

    @Test
    void shouldReferToServicesAndVolumesThatAreThere() {
        var volumes = ComposeTest.<Object>map(file.get("volumes")).keySet();

        assertThat(services.values()).allSatisfy(service -> {
            assertThat(services.keySet()).containsAll(dependencies(service));
            assertThat(volumes).containsAll(mounted(service));
        });
    }

    private Stream<Map<String, Object>> nodes() {
        return services.values().stream().filter(service -> service.containsKey("command"));
    }

    private List<String> roles(String profile) {
        return nodes().filter(node -> ((Collection<?>) node.get("profiles")).contains(profile))
                .flatMap(node -> rolesOf(node).stream())
                .toList();
    }

    private static List<String> rolesOf(Map<String, Object> node) {
        var command = (List<?>) node.get("command");
        assertThat(command.subList(0, 2)).asString().isEqualTo("[serve, --roles]");
        return List.of(String.valueOf(command.get(2)).split(","));
    }

    private static Map<String, Object> environment(Map<String, Object> node) {
        return map(node.get("environment"));
    }

    private static Collection<String> dependencies(Map<String, Object> service) {
        return ComposeTest.<Object>map(service.getOrDefault("depends_on", Map.of()))
                .keySet();
    }

    private static List<String> mounted(Map<String, Object> service) {
        return ((List<?>) service.getOrDefault("volumes", List.of()))
                .stream().map(volume -> String.valueOf(volume).split(":")[0]).toList();
    }

    /** The file's shape is its own; a wrong one fails the test that meets it. */
    @SuppressWarnings("unchecked")
    private static <V> Map<String, V> map(Object node) {
        return (Map<String, V>) node;
    }
}
