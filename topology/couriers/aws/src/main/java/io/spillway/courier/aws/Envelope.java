package io.spillway.courier.aws;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Metadata as JSON, alone or around an event's data, whose bytes stay as they are. */
final class Envelope {

    private static final ObjectWriter JSON = JsonMapper.builder().build().writer();

    private Envelope() {}

    static String json(Map<String, String> metadata) {
        return new String(bytes(metadata), StandardCharsets.UTF_8);
    }

    /** {@code {"metadata":…,"data":…}}. */
    static byte[] around(byte[] data, Map<String, String> metadata) {
        var envelope = new ByteArrayOutputStream();
        envelope.writeBytes("{\"metadata\":".getBytes(StandardCharsets.UTF_8));
        envelope.writeBytes(bytes(metadata));
        envelope.writeBytes(",\"data\":".getBytes(StandardCharsets.UTF_8));
        envelope.writeBytes(data);
        envelope.write('}');
        return envelope.toByteArray();
    }

    private static byte[] bytes(Map<String, String> metadata) {
        try {
            return JSON.writeValueAsBytes(metadata);
        } catch (JacksonException e) {
            throw new IllegalStateException("a map of text is always JSON", e);
        }
    }
}
