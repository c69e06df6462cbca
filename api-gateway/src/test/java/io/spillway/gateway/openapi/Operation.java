package io.spillway.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One method of one path.
 *
 * @param pointer where it stands in the document
 */
public record Operation(OpenApi contract, String method, String path, String pointer, String pathPointer) {

    /** What the server refuses by itself: a path and query, or headers, that are too long. */
    private static final Set<Integer> BEFORE_ANY_ROUTE = Set.of(414, 431);

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    static Stream<Operation> of(OpenApi contract, String path, JsonNode item) {
        var pathPointer = "/paths/" + escaped(path);
        return StreamSupport.stream(((Iterable<String>) item::fieldNames).spliterator(), false)
                .filter(METHODS::contains)
                .map(method -> new Operation(
                        contract, method.toUpperCase(Locale.ROOT), path, pathPointer + "/" + method, pathPointer));
    }

    public String id() {
        return node().path("operationId").asText();
    }

    public JsonNode node() {
        return contract.at(pointer);
    }

    boolean matches(String given) {
        var template = Stream.of(path.split("/"))
                .map(part -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
                .collect(Collectors.joining("/"));
        return given.matches(template);
    }

    /** The parameters of the path and of the operation, as pointers. */
    List<String> parameters() {
        return Stream.of(pathPointer, pointer)
                .flatMap(owner -> pointers(owner + "/parameters"))
                .map(contract::resolved)
                .toList();
    }

    /** The pointer of the schema of a JSON body. */
    Optional<String> body() {
        var schema = pointer + "/requestBody/content/application~1json/schema";
        return contract.at(schema).isMissingNode() ? Optional.empty() : Optional.of(schema);
    }

    /** The statuses that it says. */
    public Set<String> statuses() {
        var statuses = new TreeSet<String>();
        node().path("responses").fieldNames().forEachRemaining(statuses::add);
        return statuses;
    }

    private String response(int status) {
        return BEFORE_ANY_ROUTE.contains(status)
                ? "/components/responses/TooLong"
                : contract.resolved(pointer + "/responses/" + status);
    }

    /** Every way in which an answer is not what the document says; none where it is. */
    public List<String> problems(Answer answer) {
        var response = response(answer.status());
        if (contract.at(response).isMissingNode()) {
            return List.of("status " + answer.status() + " is not in the contract");
        }
        return Stream.concat(missingHeaders(response, answer), body(response, answer))
                .toList();
    }

    private Stream<String> missingHeaders(String response, Answer answer) {
        return contract.at(response + "/headers").properties().stream()
                .filter(header -> contract.at(contract.resolved(response + "/headers/" + escaped(header.getKey())))
                        .path("required")
                        .asBoolean())
                .map(Map.Entry::getKey)
                .filter(name -> answer.header(name).isEmpty())
                .map(name -> "header " + name + " is missing");
    }

    private Stream<String> body(String response, Answer answer) {
        if (contract.at(response + "/content").isMissingNode()) {
            return answer.body().isEmpty() ? Stream.empty() : Stream.of("there is a body");
        }
        var type = answer.mediaType();
        var media = response + "/content/" + escaped(type);
        if (contract.at(media).isMissingNode()) {
            return Stream.of("content type \"" + type + "\" is not in the contract");
        }
        return type.equals("application/json")
                ? contract.problems(media + "/schema", answer.json()).stream()
                : Stream.empty();
    }

    private Stream<String> pointers(String array) {
        return IntStream.range(0, contract.at(array).size()).mapToObj(place -> array + "/" + place);
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    @Override
    public String toString() {
        return id();
    }
}
