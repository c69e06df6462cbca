package io.spillway.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.avro.Schema;

/** The registry's JSON, as far as we need it. */
final class ArtifactJson {

    private static final JsonFactory JSON = new JsonFactory();

    private ArtifactJson() {}

    /** The request that creates a schema's artifact, or a version of it. */
    static String create(Schema schema) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("artifactId", schema.getName());
            json.writeStringField("artifactType", "AVRO");
            json.writeObjectFieldStart("firstVersion");
            json.writeObjectFieldStart("content");
            json.writeStringField("content", schema.toString());
            json.writeStringField("contentType", "application/json");
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return text.toString();
    }

    /** The content id of the version that the answer describes. */
    static long contentId(String answer) throws RegistryAwayException {
        try (var json = JSON.createParser(answer)) {
            for (var token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME && json.currentName().equals("contentId")) {
                    return json.nextLongValue(-1);
                }
            }
        } catch (IOException e) {
            throw new RegistryAwayException("the registry's answer is not JSON", e);
        }
        throw new RegistryAwayException("the registry's answer names no content id");
    }

    /** A type that a schema uses and that is an artifact of its own; {@code name} is the type's full name. */
    record Reference(String name, String group, String artifact, String version) {}

    static List<Reference> references(String answer) throws RegistryAwayException {
        var references = new ArrayList<Reference>();
        try (var json = JSON.createParser(answer)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.START_OBJECT) {
                    references.add(reference(json));
                }
            }
        } catch (IOException e) {
            throw new RegistryAwayException("the registry's answer is not JSON", e);
        }
        return references;
    }

    private static Reference reference(JsonParser json) throws IOException {
        var fields = new HashMap<String, String>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var field = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_STRING) {
                fields.put(field, json.getText());
            } else {
                json.skipChildren();
            }
        }
        return new Reference(
                fields.getOrDefault("name", ""),
                fields.getOrDefault("groupId", "default"),
                fields.getOrDefault("artifactId", ""),
                fields.getOrDefault("version", ""));
    }
}
