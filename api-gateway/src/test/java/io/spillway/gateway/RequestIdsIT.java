package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.spillway.gateway.http.Failures;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RequestIdsIT {

    private final Logger logger = (Logger) LoggerFactory.getLogger(Failures.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            // What belongs to the thread must be asked for on it.
            event.prepareForDeferredProcessing();
            super.append(event);
        }
    };
    private World world;

    @BeforeEach
    void start() {
        world = new World();
        world.tasks.mood = Tasks.Mood.BROKEN;
        logged.start();
        logger.addAppender(logged);
        logger.setAdditive(false);
    }

    @AfterEach
    void stop() {
        logger.setAdditive(true);
        logger.detachAppender(logged);
        world.close();
    }

    @Test
    void shouldPutTheCallersIdOnWhatIsLogged() {
        // when
        ask("abc-1");
        ask("abc-2");
        // then
        assertThat(logged.list)
                .extracting(event -> event.getMDCPropertyMap().get("request_id"))
                .containsExactly("abc-1", "abc-2");
    }

    @Test
    void shouldShowItInLogsForPeopleAndForMachines() throws IOException {
        // when
        ask("abc-3");
        // then
        assertThat(line()).contains("Failures: [abc-3] GET");
        assertThat(new String(new JsonEncoder().encode(logged.list.getFirst()), StandardCharsets.UTF_8))
                .contains("\"request_id\":\"abc-3\"");
    }

    private void ask(String id) {
        world.exchange(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.port() + "/api/v1/tenants"))
                .header("X-Request-Id", id)
                .build());
    }

    /** As the product's own layout writes it. */
    private String line() throws IOException {
        try (var file = RequestIdsIT.class.getResourceAsStream("/logback.xml")) {
            var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            var pattern = Pattern.compile("<pattern>(.*)</pattern>").matcher(text);
            assertThat(pattern.find()).isTrue();
            var layout = new PatternLayout();
            layout.setContext(logger.getLoggerContext());
            layout.setPattern(pattern.group(1));
            layout.start();
            return layout.doLayout(logged.list.getFirst());
        }
    }
}
