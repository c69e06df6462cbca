package io.spillway.wire;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/** The calls that we make to an Apicurio registry (REST API v3). */
final class ApicurioRegistry implements SchemaRegistry {

    private static final String PATH = "/apis/registry/v3";
    private static final int DEEPEST_REFERENCE = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final String base;
    private final Optional<String> authorization;

    ApicurioRegistry(URI address, Map<String, String> settings) {
        base = base(address.toString());
        authorization = Optional.ofNullable(settings.get("apicurio.registry.auth.username"))
                .map(user -> basic(user, settings.getOrDefault("apicurio.registry.auth.password", "")));
    }

    private static String base(String address) {
        var trimmed = address.replaceAll("/+$", "");
        return trimmed.contains("/apis/") ? trimmed : trimmed + PATH;
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long register(Schema schema) throws RegistryAwayException {
        var request = request("/groups/" + schema.getNamespace() + "/artifacts?ifExists=FIND_OR_CREATE_VERSION")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(ArtifactJson.create(schema)))
                .build();
        var response = send(request);
        if (response.statusCode() != 200) {
            throw unexpected(response);
        }
        return ArtifactJson.contentId(response.body());
    }

    @Override
    public Found find(long id) throws RegistryAwayException {
        var path = "/ids/contentIds/" + id;
        var content = get(path);
        return content.isPresent() ? parse(path, content.get()) : new Found.Unknown();
    }

    /** A schema that is no Avro, or whose parts are missing, cannot be read with: for us it is as good as unknown. */
    private Found parse(String path, String text) throws RegistryAwayException {
        var parser = new Schema.Parser();
        try {
            parseReferences(path, parser, 0);
            return new Found.Known(parser.parse(text));
        } catch (AvroRuntimeException e) {
            return new Found.Unknown();
        }
    }

    /** The registry's serdes split nested types off into artifacts of their own, unless told not to. */
    private void parseReferences(String path, Schema.Parser parser, int depth) throws RegistryAwayException {
        if (depth > DEEPEST_REFERENCE) {
            throw new SchemaParseException("references lead too deep");
        }
        for (var reference : ArtifactJson.references(get(path + "/references").orElse("[]"))) {
            var version = "/groups/" + encoded(reference.group()) + "/artifacts/" + encoded(reference.artifact())
                    + "/versions/" + encoded(reference.version());
            if (!parser.getTypes().containsKey(reference.name())) {
                parseReferences(version, parser, depth + 1);
                parser.parse(
                        get(version + "/content").orElseThrow(() -> new SchemaParseException("a part is missing")));
            }
        }
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Optional<String> get(String path) throws RegistryAwayException {
        var response = send(request(path).GET().build());
        return switch (response.statusCode()) {
            case 200 -> Optional.of(response.body());
            case 404 -> Optional.empty();
            default -> throw unexpected(response);
        };
    }

    private HttpRequest.Builder request(String path) {
        var builder = HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
        authorization.ifPresent(value -> builder.header("Authorization", value));
        return builder;
    }

    private HttpResponse<String> send(HttpRequest request) throws RegistryAwayException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new RegistryAwayException("no answer from " + base, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryAwayException("interrupted while asking " + base, e);
        }
    }

    private RegistryAwayException unexpected(HttpResponse<String> response) {
        return new RegistryAwayException(
                "%s answered %d: %.200s".formatted(base, response.statusCode(), response.body()));
    }
}
