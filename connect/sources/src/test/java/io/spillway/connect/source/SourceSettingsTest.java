package io.spillway.connect.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.connect.source.rabbitmq.RabbitSourceConnector;
import io.spillway.connect.source.sqs.SqsSourceConnector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.Test;

class SourceSettingsTest {

    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";
    private static final Map<String, String> GOOD = Map.of(
            "rabbitmq.uri",
            "amqp://localhost",
            "rabbitmq.queue",
            "orders",
            "key.converter",
            BYTES,
            "value.converter",
            BYTES);

    @Test
    void shouldBeContentWithWhatIsNeeded() {
        assertThat(problems(GOOD)).isEmpty();
    }

    @Test
    void shouldRefuseWhatWouldChangeOrLoseMessages() {
        // given
        var settings = new HashMap<>(GOOD);
        settings.remove("key.converter");
        settings.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        settings.put("errors.tolerance", "all");

        // then
        assertThat(problems(settings))
                .hasSize(3)
                .anyMatch(problem -> problem.startsWith("errors.tolerance must be none"))
                .anyMatch(problem -> problem.startsWith("key.converter must be " + BYTES))
                .anyMatch(problem -> problem.startsWith("value.converter must be " + BYTES));
    }

    @Test
    void shouldNameWhatIsMissingOrMalformed() {
        // given
        var settings = new HashMap<>(GOOD);
        settings.remove("rabbitmq.queue");
        settings.put("data.tenant", "no spaces please");

        // then
        assertThat(problems(settings))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("rabbitmq.queue"))
                .anyMatch(problem -> problem.contains("data.tenant") && problem.contains("[A-Za-z0-9_.:@-]"));
    }

    @Test
    void shouldBeFoundByAWorker() {
        assertThat(ServiceLoader.load(SourceConnector.class))
                .hasAtLeastOneElementOfType(RabbitSourceConnector.class)
                .hasAtLeastOneElementOfType(SqsSourceConnector.class);
    }

    private static List<String> problems(Map<String, String> settings) {
        return new RabbitSourceConnector()
                .validate(settings).configValues().stream()
                        .flatMap(value -> value.errorMessages().stream())
                        .toList();
    }
}
