package io.spillway.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The contract. Objects in answers may have the fields that it names and no others, unlike for clients. */
public final class OpenApi {

    public static final OpenApi CONTRACT = new OpenApi("/openapi.yaml");

    /** The routes of other systems. */
    public static final OpenApi ADAPTERS = new OpenApi("/openapi-adapters.yaml");

    private static final String IRI = "https://spillway.test/openapi.json";

    private final JsonNode document;
    private final SchemaRegistry registry;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
    private final List<Operation> operations;

    private OpenApi(String resource) {
        this.document = strict(resource);
        this.registry = SchemaRegistry.withDefaultDialect(
                Dialects.getOpenApi31(),
                builder -> builder.schemas(Map.of(IRI, document.toString()))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
        this.operations = document.path("paths").properties().stream()
                .flatMap(path -> Operation.of(this, path.getKey(), path.getValue()))
                .sorted(Comparator.comparing(Operation::id))
                .toList();
    }

    public List<Operation> operations() {
        return operations;
    }

    /** The operation that a request is for; a path without parameters goes before one that has some. */
    public Optional<Operation> operation(String method, String path) {
        return operations.stream()
                .filter(one -> one.method().equals(method) && one.matches(path))
                .min(Comparator.comparing(
                        one -> one.path().chars().filter(c -> c == '{').count()));
    }

    /** Fails where a request is answered otherwise than the document says; what is no operation of it is not judged. */
    public void require(HttpRequest request, Answer answer) {
        operation(request.method(), request.uri().getRawPath())
                .ifPresent(operation -> assertThat(operation.problems(answer))
                        .as("%s is answered otherwise than the contract says: %s", request, answer)
                        .isEmpty());
    }

    /** What the document has at a JSON pointer. */
    public JsonNode at(String pointer) {
        return document.at(pointer);
    }

    /** The pointer, or what the reference that is there points to. */
    String resolved(String pointer) {
        var reference = at(pointer).path("$ref");
        return reference.isTextual() ? resolved(reference.textValue().substring(1)) : pointer;
    }

    /** How a value differs from the schema at a pointer. */
    List<String> problems(String pointer, JsonNode value) {
        return schemas
                .computeIfAbsent(pointer, at -> registry.getSchema(SchemaLocation.of(IRI + "#" + at)))
                .validate(value)
                .stream()
                .map(error -> error.getInstanceLocation() + " " + error.getMessage())
                .toList();
    }

    private static JsonNode strict(String resource) {
        try (var yaml = OpenApi.class.getResourceAsStream(resource)) {
            var document = new YAMLMapper().readTree(yaml);
            document.findParents("properties").stream()
                    .map(ObjectNode.class::cast)
                    .filter(schema -> !schema.has("additionalProperties"))
                    .forEach(schema -> schema.put("additionalProperties", false));
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
