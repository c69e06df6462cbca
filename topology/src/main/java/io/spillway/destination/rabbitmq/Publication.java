package io.spillway.destination.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Return;
import io.spillway.destination.Attempting;
import io.spillway.destination.DeliveryMetadata;
import io.spillway.destination.Settings;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * A message on its way.
 *
 * @param written whether all of it was handed to the network
 * @param unroutable whether the broker gave it back
 * @param answer the broker's word
 */
record Publication(
        String routingKey,
        AMQP.BasicProperties properties,
        byte[] body,
        AtomicBoolean written,
        AtomicBoolean unroutable,
        CompletableFuture<Word> answer) {

    private static final int PERSISTENT = 2;
    /** AMQP's short strings: routing keys, ids and names of headers. */
    private static final int MAX_NAME_BYTES = 255;

    /** What a broker says of a message. */
    enum Word {
        TAKEN,
        REFUSED,
        UNROUTABLE
    }

    /** @throws IllegalArgumentException where the event's data are not at hand, or a name is longer than AMQP has it */
    static Publication of(Delivery delivery, Settings settings, Attempting attempting) {
        if (!(delivery.event().data() instanceof Data.Inline(var body))) {
            throw new IllegalArgumentException("the event's data are not at hand");
        }
        var metadata = DeliveryMetadata.of(delivery, settings, attempting);
        metadata.keySet().forEach(Publication::requireName);
        var properties = new AMQP.BasicProperties.Builder()
                .contentType("application/json")
                .deliveryMode(PERSISTENT)
                .messageId(requireName(delivery.event().id().value()))
                .headers(new HashMap<>(metadata))
                .build();
        return new Publication(
                requireName(delivery.event().topic().orElse("")),
                properties,
                body,
                new AtomicBoolean(),
                new AtomicBoolean(),
                new CompletableFuture<>());
    }

    void settle(boolean taken) {
        answer.complete(!taken ? Word.REFUSED : unroutable.get() ? Word.UNROUTABLE : Word.TAKEN);
    }

    /**
     * Whether this is the message that a broker returns. Events of two tenants may have one id; what has the same routing key and
     * headers as well goes to the same queues, or to none.
     */
    boolean isReturnedAs(Return message) {
        var returned = message.getProperties();
        return routingKey.equals(message.getRoutingKey())
                && properties.getMessageId().equals(returned.getMessageId())
                && texts(properties.getHeaders()).equals(texts(returned.getHeaders()));
    }

    /** What comes back is of another class than what was sent. */
    private static Map<String, String> texts(Map<String, Object> headers) {
        return headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> String.valueOf(header.getValue())));
    }

    private static String requireName(String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("a name is longer than " + MAX_NAME_BYTES + " bytes");
        }
        return name;
    }
}
