package io.spillway.destination.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.impl.LongStringHelper;
import io.spillway.destination.Samples;
import io.spillway.destination.Settings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublicationTest {

    private final Publication publication = Publication.of(
            Samples.delivery(), new Settings(Map.of(), Map.of(), Map.of("kind", "a")), Samples.ATTEMPTING);

    @Test
    void shouldKnowWhatItsBrokerReturns() {
        assertThat(publication.isReturnedAs(returned("order.paid", "evt_1", "a")))
                .isTrue();
    }

    @Test
    void shouldNotTakeAnothersForItsOwn() {
        assertThat(publication.isReturnedAs(returned("order.paid", "evt_2", "a")))
                .isFalse();
        assertThat(publication.isReturnedAs(returned("order.refunded", "evt_1", "a")))
                .as("of another tenant, whose events have ids of their own")
                .isFalse();
        assertThat(publication.isReturnedAs(returned("order.paid", "evt_1", "b")))
                .as("to another destination, whose headers an exchange may route by")
                .isFalse();
    }

    private Return returned(String routingKey, String id, String kind) {
        var headers = new HashMap<String, Object>();
        publication.properties().getHeaders().forEach((name, value) -> headers.put(name, text(value.toString())));
        headers.put("kind", text(kind));
        var properties = new AMQP.BasicProperties.Builder()
                .messageId(id)
                .headers(headers)
                .build();
        return new Return(312, "NO_ROUTE", "orders", routingKey, properties, publication.body());
    }

    private static Object text(String text) {
        return LongStringHelper.asLongString(text);
    }
}
