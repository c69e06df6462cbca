package io.spillway.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
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
}
