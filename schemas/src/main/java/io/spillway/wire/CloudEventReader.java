package io.spillway.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spillway.domain.Data;
import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import io.spillway.wire.PublishBody.Fields;
import io.spillway.wire.PublishBody.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads one CloudEvent, collecting every problem instead of stopping at the first. */
final class CloudEventReader {

    private static final String VERSION = "1.0";
    /** Extensions may be numbers or booleans as well; these may not. */
    private static final Set<String> TEXTS =
            Set.of("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema");
    /** Attributes that are kept beside the data. */
    private static final List<String> KEPT = List.of("source", "subject");

    private final Map<String, String> attributes = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private Optional<Data.Inline> data = Optional.empty();

    /** The JSON format; an attribute that is null counts as absent. */
    Fields read(JsonParser json, byte[] document) throws IOException, BrokenJsonException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new BrokenJsonException("invalid_json", "a CloudEvent must be a JSON object");
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            var name = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (name) {
                case "data" -> readData(json, document);
                case "data_base64" -> readEncoded(json);
                default -> readAttribute(name, json);
            }
        }
        return fields();
    }

    /** The data alone; attributes were given before. */
    Fields read(byte[] body) throws BrokenJsonException {
        if (body.length > 0) {
            readObject(body, "the body");
        }
        return fields();
    }

    void attribute(String name, String value) {
        if (!value.isEmpty()) {
            attributes.put(name, value);
        }
    }

    private void readAttribute(String name, JsonParser json) throws IOException {
        if (json.currentToken().isStructStart()
                || (json.currentToken() != JsonToken.VALUE_STRING && TEXTS.contains(name))) {
            json.skipChildren();
            mistyped(name + " must be a string");
        } else if (!StandardCharsets.UTF_8.newEncoder().canEncode(json.getText())) {
            malformed(name + " must be valid Unicode");
        } else {
            attribute(name, json.getText());
        }
    }

    private void readData(JsonParser json, byte[] document) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            keep(PublishBody.exactBytes(json, document));
        } else {
            json.skipChildren();
            malformed("data must be a valid JSON object");
        }
    }

    private void readEncoded(JsonParser json) throws IOException, BrokenJsonException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            json.skipChildren();
            malformed("data_base64 must be a string");
            return;
        }
        try {
            readObject(Base64.getDecoder().decode(json.getText()), "data_base64");
        } catch (IllegalArgumentException e) {
            malformed("data_base64 must be Base64");
        }
    }

    private void readObject(byte[] bytes, String where) throws BrokenJsonException {
        try {
            StrictJson.requireObject(bytes);
            keep(bytes);
        } catch (BrokenJsonException e) {
            if (!e.word().equals("invalid_event")) {
                throw new BrokenJsonException(e.word(), where + ": " + e.detail());
            }
            malformed("data must be a valid JSON object");
        }
    }

    private void keep(byte[] object) {
        if (data.isPresent()) {
            malformed("data must not be given beside data_base64");
        }
        data = Optional.of(new Data.Inline(object));
    }

    private Fields fields() {
        requireContext();
        var metadata = new HashMap<String, String>();
        KEPT.forEach(name -> given(name).ifPresent(value -> metadata.put(name, value)));
        return new Fields(
                parsed("tenantid", "tenant_id", TenantId::new),
                parsed("id", "id", EventId::new),
                given("type"),
                given("time").flatMap(this::time),
                metadata,
                data,
                true,
                Optional.empty(),
                problems);
    }

    private void requireContext() {
        Stream.of("specversion", "id", "source", "type")
                .filter(name -> given(name).isEmpty())
                .forEach(name -> malformed(name + " is required"));
        given("specversion")
                .filter(version -> !version.equals(VERSION))
                .ifPresent(version -> malformed("specversion must be " + VERSION));
        given("datacontenttype")
                .filter(type -> !isJson(type))
                .ifPresent(type -> malformed("datacontenttype must be application/json"));
        if (given("tenantid").isEmpty()) {
            malformed("tenant_id is required, as the extension attribute tenantid");
        }
    }

    private static boolean isJson(String contentType) {
        var type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.endsWith("/json") || type.endsWith("+json");
    }

    private <T> Optional<T> parsed(String attribute, String field, Function<String, T> type) {
        return given(attribute).flatMap(text -> {
            try {
                return Optional.of(type.apply(text));
            } catch (IllegalArgumentException e) {
                malformed(field + " is invalid");
                return Optional.empty();
            }
        });
    }

    private Optional<Instant> time(String text) {
        var time = Rfc3339.parse(text);
        if (time.isEmpty()) {
            malformed("time must be an RFC 3339 date and time");
        }
        return time;
    }

    private void malformed(String sentence) {
        problems.add(new Problem(sentence, false));
    }

    private void mistyped(String sentence) {
        problems.add(new Problem(sentence, true));
    }

    private Optional<String> given(String name) {
        return Optional.ofNullable(attributes.get(name));
    }
}
