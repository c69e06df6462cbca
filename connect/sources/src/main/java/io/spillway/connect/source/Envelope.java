package io.spillway.connect.source;

import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import io.spillway.wire.PublishBody;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a message's body is: the body of a publish, or only an event's data. What cannot be read as that is passed on as it is,
 * and whoever reads {@code events} puts it into quarantine with the reason.
 */
sealed interface Envelope {

    /** The value of a record on {@code events}, and whose event it is as far as that can be read. */
    record Sealed(Optional<TenantId> tenant, byte[] value) {}

    Sealed seal(Queue.Message message);

    /** The whole body of a publish; where it names no id, the message's becomes the event's. */
    record Publish() implements Envelope {

        @Override
        public Sealed seal(Queue.Message message) {
            return switch (PublishBody.read(message.body())) {
                case PublishBody.Broken broken -> new Sealed(Optional.empty(), message.body());
                case PublishBody.Fields fields -> new Sealed(fields.tenant(), withId(fields, message));
            };
        }

        private static byte[] withId(PublishBody.Fields fields, Queue.Message message) {
            return fields.id().isPresent() || !fields.malformed().isEmpty()
                    ? message.body()
                    : message.id()
                            .filter(Envelope::isEventId)
                            .map(id -> inserted(message.body(), "\"id\":" + quoted(id)))
                            // A field that is there and empty cannot be there twice.
                            .filter(value -> PublishBody.read(value) instanceof PublishBody.Fields)
                            .orElse(message.body());
        }
    }

    /**
     * An event's data alone; everything else is configured, and its id is the message's.
     *
     * @param topic absent: none
     */
    record DataOnly(TenantId tenant, Optional<String> topic) implements Envelope {

        @Override
        public Sealed seal(Queue.Message message) {
            var head = new StringBuilder("{\"tenant_id\":").append(quoted(tenant.value()));
            message.id()
                    .filter(Envelope::isEventId)
                    .ifPresent(id -> head.append(",\"id\":").append(quoted(id)));
            topic.ifPresent(name -> head.append(",\"topic\":").append(quoted(name)));
            var body = message.body();
            var value = joined(utf8(head.append(",\"data\":").toString()), body, utf8("}"));
            return new Sealed(Optional.of(tenant), isData(value, body) ? value : body);
        }

        /** Whether the bytes are one JSON object, so that nothing behind it is taken for a field of the event. */
        private static boolean isData(byte[] value, byte[] body) {
            return PublishBody.read(value) instanceof PublishBody.Fields fields
                    && fields.data()
                            .filter(data -> Arrays.equals(data.bytes(), stripped(body)))
                            .isPresent();
        }

        private static byte[] stripped(byte[] json) {
            return utf8(new String(json, StandardCharsets.UTF_8).strip());
        }
    }

    /** Puts a field at the beginning of what was read as an object. */
    private static byte[] inserted(byte[] object, String field) {
        var brace = 0;
        while (object[brace] != '{') {
            brace++;
        }
        var rest = Arrays.copyOfRange(object, brace + 1, object.length);
        return joined(utf8("{" + field + ","), rest);
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static boolean isEventId(String text) {
        try {
            return new EventId(text).value().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** As JSON; ids and topics hold no control characters. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
