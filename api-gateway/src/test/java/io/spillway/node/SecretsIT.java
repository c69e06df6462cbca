package io.spillway.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must not lie anywhere in clear: topics, stores, the registry's files and logs are all in the data folder. */
class SecretsIT {

    private static final String SECRET = "whsec_known-secret-of-the-webhook-0123456789";
    private static final String TOKEN = "known-token-in-a-custom-header-9876543210";

    @TempDir
    private Path folder;

    @Test
    void shouldLeaveNoSecretInClearOnDisk() {
        // given
        try (var receiver = new Receiver();
                var spillway = Local.start(folder)) {
            receiver.answers("/fails", n -> 500);
            spillway.tenant("t");
            spillway.post("/tenants/t/destinations", """
                    {"id":"d","type":"webhook","topics":["*"],"credentials":{"secret":"%s"},
                     "config":{"url":"%s","custom_headers":"{\\"x-token\\":\\"%s\\"}"}}""".formatted(SECRET, receiver.url("/fails"), TOKEN));

            // when
            spillway.publish("t", "e1", "{}");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> receiver.at("/fails").size() == 2);
            spillway.call("PATCH", "/tenants/t/destinations/d", "{\"credentials\":{\"rotate_secret\":\"true\"}}");

            // then
            assertThat(receiver.at("/fails").getFirst().header("x-token")).contains(TOKEN);
        }
        assertThat(filesWith("shouldLeaveNo-such-text")).isEmpty();
        assertThat(filesWith("order.paid")).as("the scan sees what is in clear").isNotEmpty();
        Stream.of(SECRET, TOKEN)
                .flatMap(SecretsIT::forms)
                .forEach(form -> assertThat(filesWith(form)).as(form).isEmpty());
    }

    private static Stream<String> forms(String secret) {
        var bytes = secret.getBytes(UTF_8);
        return Stream.of(
                secret,
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                HexFormat.of().formatHex(bytes));
    }

    private List<Path> filesWith(String text) {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1)
                    .contains(new String(text.getBytes(UTF_8), ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
