package io.spillway.destination.webhook;

import static io.spillway.destination.webhook.RawEndpoint.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.destination.Attempting;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Samples;
import io.spillway.destination.Settings;
import io.spillway.destination.http.HttpRules;
import io.spillway.destination.http.HttpSender;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import io.spillway.domain.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Endpoints that misbehave: each costs one request, ends in time and leaves a class of failure behind. */
class HostileAnswersIT {

    private static final int KEPT = 8 * 1024;
    private static final int DROPS = 3_000;
    /** Only the attempt's time ends it, or a limit on size. */
    private static final boolean ENDLESS = true;

    private static final String OK = "HTTP/1.1 200 OK\r\n";

    /** An answer without end meets the limit on time or the one on size, whichever comes first. */
    private static final Set<Failure> BOUNDED = EnumSet.of(Failure.TIMEOUT, Failure.TOO_LARGE);

    private final EgressGuard egress = EgressGuard.of("127.0.0.0/8,::1");
    private final WebhookType type = new WebhookType(
            Samples.webhookForm(),
            Profiles.from(Map.of()),
            new HttpSender(egress, "Spillway/test", HttpRules.STRICT, UnaryOperator.identity()),
            egress);

    @AfterEach
    void close() {
        type.close();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                neverEnds("never answers", EnumSet.of(Failure.TIMEOUT), out -> RawEndpoint.silence()),
                neverEnds("drips its headers", EnumSet.of(Failure.TIMEOUT), out -> {
                    write(out, OK + "x-slow: ");
                    drip(out);
                }),
                fails("resets at once", Failure.RESET, RawEndpoint.Resettable::reset),
                fails("closes without a word", Failure.RESET, RawEndpoint.Resettable::end),
                fails("closes inside a header", Failure.RESET, out -> {
                    write(out, OK + "content-le");
                    RawEndpoint.Resettable.end(out);
                }),
                fails("sends one header of 1 MB", Failure.TOO_LARGE, out -> {
                    write(out, OK + "x-big: " + "z".repeat(1_000_000) + "\r\n\r\n");
                }),
                neverEnds(
                        "never ends its headers",
                        EnumSet.of(Failure.TIMEOUT, Failure.TOO_LARGE, Failure.RESET),
                        out -> {
                            write(out, OK);
                            repeat(out, "x: y\r\n");
                        }),
                fails(
                        "gives a negative length",
                        Failure.PROTOCOL,
                        out -> write(out, OK + "content-length: -5\r\n\r\n")),
                fails("503 with Retry-After 0", Failure.STATUS, out -> write(out, status(503, "retry-after: 0\r\n"))),
                fails("503 with a huge Retry-After", Failure.STATUS, out -> {
                    write(out, status(503, "retry-after: 99999999999\r\n"));
                }),
                fails("503 with a Retry-After that is no number", Failure.STATUS, out -> {
                    write(out, status(503, "retry-after: soon\r\n"));
                }),
                fails("408", Failure.STATUS, out -> write(out, status(408, ""))),
                fails("408 with Retry-After 0", Failure.STATUS, out -> write(out, status(408, "retry-after: 0\r\n"))),
                fails("408 with a huge Retry-After", Failure.STATUS, out -> {
                    write(out, status(408, "retry-after: 99999999999\r\n"));
                }),
                fails("408 and closes", Failure.STATUS, out -> {
                    write(out, status(408, "connection: close\r\n"));
                    RawEndpoint.Resettable.end(out);
                }),
                neverEnds("floods 100", BOUNDED, out -> repeat(out, "HTTP/1.1 100 Continue\r\n\r\n")),
                neverEnds("floods 103", BOUNDED, out -> repeat(out, "HTTP/1.1 103 Early Hints\r\n\r\n")),
                neverEnds("switches protocols", EnumSet.of(Failure.STATUS, Failure.PROTOCOL, Failure.TIMEOUT), out -> {
                    write(out, "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: tunnel\r\n\r\n");
                    RawEndpoint.silence();
                }),
                fails("204 with a body", Failure.PROTOCOL, out -> {
                    write(out, "HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\nhello");
                }),
                fails("garbage line", Failure.PROTOCOL, out -> write(out, "HELLO THERE\r\n\r\n")),
                fails("a mail server", Failure.PROTOCOL, out -> write(out, "220 mail.example.com ESMTP\r\n")),
                fails("a shell", Failure.PROTOCOL, out -> write(out, "SSH-2.0-OpenSSH_9.9\r\n")),
                fails("bare body", Failure.PROTOCOL, out -> write(out, "<html>hello</html>\r\n")),
                fails("status of two digits", Failure.PROTOCOL, out -> write(out, "HTTP/1.1 20 OK\r\n\r\n")),
                fails("status that is no number", Failure.PROTOCOL, out -> write(out, "HTTP/1.1 abc OK\r\n\r\n")),
                fails("HTTP/2 without being asked", Failure.PROTOCOL, out -> {
                    write(out, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
                }),
                fails("status 999", Failure.STATUS, out -> write(out, status(999, ""))),
                fails("301", Failure.STATUS, out -> write(out, status(301, "location: /elsewhere\r\n"))),
                fails("302", Failure.STATUS, out -> write(out, status(302, "location: /elsewhere\r\n"))),
                fails("303", Failure.STATUS, out -> write(out, status(303, "location: /elsewhere\r\n"))),
                fails("307", Failure.STATUS, out -> write(out, status(307, "location: /elsewhere\r\n"))),
                fails("308", Failure.STATUS, out -> write(out, status(308, "location: /elsewhere\r\n"))),
                fails("302 without location", Failure.STATUS, out -> write(out, status(302, ""))),
                fails("302 to nonsense", Failure.STATUS, out -> write(out, status(302, "location: ht!tp://\r\n"))),
                fails("304", Failure.STATUS, out -> write(out, "HTTP/1.1 304 Not Modified\r\n\r\n")),
                fails("401", Failure.STATUS, out -> write(out, status(401, "www-authenticate: Basic\r\n"))),
                fails("407", Failure.PROTOCOL, out -> write(out, status(407, "proxy-authenticate: Basic\r\n"))),
                fails("421", Failure.STATUS, out -> write(out, status(421, ""))),
                fails("500", Failure.STATUS, out -> write(out, status(500, ""))));
    }

    static Stream<Arguments> acceptances() throws IOException {
        var bomb = bomb();
        return Stream.of(
                arguments("drips its body", ENDLESS, (RawEndpoint.Script) out -> {
                    write(out, OK + "content-length: " + DROPS + "\r\n\r\n");
                    drip(out);
                }),
                accepts("never ends its body", out -> {
                    write(out, OK + "transfer-encoding: chunked\r\n\r\n");
                    repeat(out, "5\r\nhello\r\n");
                }),
                accepts("breaks off inside its body", out -> {
                    write(out, OK + "content-length: 100\r\n\r\nhello");
                    RawEndpoint.Resettable.end(out);
                }),
                accepts("resets inside its body", out -> {
                    write(out, OK + "content-length: 100\r\n\r\nhello");
                    RawEndpoint.Resettable.reset(out);
                }),
                accepts(
                        "chunks of nonsense",
                        out -> write(out, OK + "transfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n")),
                accepts("compressed bomb", out -> {
                    write(out, OK + "content-encoding: gzip\r\ncontent-length: " + bomb.length + "\r\n\r\n");
                    out.write(bomb);
                }),
                accepts("1 GB announced", out -> {
                    write(out, OK + "content-length: 1000000000\r\n\r\n");
                    repeat(out, "z".repeat(10_000));
                }),
                accepts("not UTF-8", out -> {
                    write(out, OK + "content-length: 4\r\n\r\n");
                    out.write(new byte[] {(byte) 0xFF, 0, (byte) 0xC3, '"'});
                }),
                accepts("headers beyond ASCII", out -> {
                    write(out, OK + "x-name: Zoë\r\nx-odd: \u0001\r\ncontent-length: 0\r\n\r\n");
                }),
                accepts("no reason phrase", out -> write(out, "HTTP/1.1 200\r\ncontent-length: 0\r\n\r\n")),
                accepts("HTTP/1.0", out -> {
                    write(out, "HTTP/1.0 200 OK\r\n\r\nhello");
                    RawEndpoint.Resettable.end(out);
                }),
                accepts("one early hint", out -> write(out, "HTTP/1.1 103 Early Hints\r\n\r\n" + status(200, ""))),
                accepts("202", out -> write(out, status(202, ""))),
                accepts("204", out -> write(out, "HTTP/1.1 204 No Content\r\n\r\n")),
                accepts("299", out -> write(out, status(299, ""))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void shouldClassifyAfterOneRequest(String name, boolean endless, Set<Failure> failures, RawEndpoint.Script script)
            throws Exception {
        Samples.endsInTime(() -> {
            // when
            var met = meet(script, endless, it -> !it.requests().isEmpty());

            // then
            assertThat(met.outcome()).isInstanceOf(Outcome.Failed.class);
            assertThat(((Outcome.Failed) met.outcome()).failure()).isIn(failures);
            assertThat(((Outcome.Failed) met.outcome()).message()).isNotBlank().doesNotContain("127.0.0.1");
            assertThat(met.requests()).hasSize(1);
            return met.over();
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("acceptances")
    void shouldAcceptByStatusWhateverTheBody(String name, boolean endless, RawEndpoint.Script script) throws Exception {
        Samples.endsInTime(() -> {
            // when
            var met = meet(script, endless, it -> it.outcome() instanceof Outcome.Delivered);

            // then
            assertThat(met.outcome()).isInstanceOf(Outcome.Delivered.class);
            assertThat(bodyOf(((Outcome.Delivered) met.outcome()).response()).length())
                    .isLessThanOrEqualTo(KEPT);
            assertThat(met.requests()).hasSize(1);
            return met.over();
        });
    }

    @Test
    void shouldKeepTheAnswerOfARefusal() throws JsonProcessingException {
        try (var endpoint = RawEndpoint.answering("HTTP/1.1 422 No\r\nX-Why: "
                + "z".repeat(1_000)
                + "\r\nSet-Cookie: dontshowme\r\nRetry-After: 3\r\ncontent-length: 11\r\n\r\nno \"thanks\"")) {
            // when
            var outcome = attempt(endpoint.url());

            // then
            var response = ((Outcome.Failed) outcome).response().orElseThrow();
            assertThat(response.code()).isEqualTo("422");
            assertThat(new ObjectMapper().readTree(response.data()))
                    .isEqualTo(new ObjectMapper()
                            .readTree("{\"status\":422,\"body\":\"no \\\"thanks\\\"\",\"headers\":{\"x-why\":\""
                                    + "z".repeat(256) + "\",\"content-length\":\"11\"}}"));
        }
    }

    @Test
    void shouldNotRepeatARequestThatAKeptConnectionSwallowed() {
        // given
        var served = new AtomicInteger();
        try (var endpoint = RawEndpoint.playing(out -> {
            if (served.incrementAndGet() == 1) {
                write(out, status(200, ""));
            } else {
                RawEndpoint.Resettable.end(out);
            }
        })) {
            // when
            var first = attempt(endpoint.url());
            var second = attempt(endpoint.url());

            // then
            assertThat(first).isInstanceOf(Outcome.Delivered.class);
            assertThat(((Outcome.Failed) second).failure()).isEqualTo(Failure.RESET);
            assertThat(endpoint.requests()).hasSize(2);
        }
    }

    @Test
    void shouldReportAPortWhereNobodyListens() throws IOException {
        // Bound without listening: nobody else can take the port meanwhile.
        try (var silent = new Socket()) {
            // given
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            // when
            var outcome = attempt("http://127.0.0.1:" + silent.getLocalPort() + "/");

            // then
            assertThat(((Outcome.Failed) outcome).failure()).isEqualTo(Failure.CONNECT);
        }
    }

    @Test
    void shouldReportANameThatDoesNotExist() {
        assertThat(((Outcome.Failed) attempt("http://nowhere.invalid/")).failure())
                .isEqualTo(Failure.DNS);
    }

    /** One attempt at an endpoint of its own, what that endpoint got, and how long after its time it ended. */
    private record Met(Outcome outcome, List<RawEndpoint.Request> requests, Duration over) {}

    private Met meet(RawEndpoint.Script script, boolean endless, Predicate<Met> shows) {
        return endless
                ? Samples.attemptBriefly(attempting -> meet(script, attempting), shows)
                : meet(script, Samples.ATTEMPTING);
    }

    private Met meet(RawEndpoint.Script script, Attempting attempting) {
        try (var endpoint = RawEndpoint.playing(script)) {
            var ended = Samples.Ended.of(attempting, it -> attempt(endpoint.url(), it));
            return new Met(ended.outcome(), endpoint.requests(), ended.over());
        }
    }

    private Outcome attempt(String url) {
        return attempt(url, Samples.ATTEMPTING);
    }

    private Outcome attempt(String url, Attempting attempting) {
        return type.deliver(
                Samples.delivery(), new Settings(Map.of("url", url), Map.of("secret", "s"), Map.of()), attempting);
    }

    private static String bodyOf(Response response) throws JsonProcessingException {
        return new ObjectMapper().readTree(response.data()).get("body").textValue();
    }

    private static Arguments fails(String name, Failure failure, RawEndpoint.Script script) {
        return arguments(name, !ENDLESS, EnumSet.of(failure), script);
    }

    private static Arguments neverEnds(String name, Set<Failure> failures, RawEndpoint.Script script) {
        return arguments(name, ENDLESS, failures, script);
    }

    private static Arguments accepts(String name, RawEndpoint.Script script) {
        return arguments(name, !ENDLESS, script);
    }

    private static String status(int status, String headers) {
        return "HTTP/1.1 " + status + " Whatever\r\n" + headers + "content-length: 0\r\n\r\n";
    }

    /** Takes ten minutes. */
    private static void drip(OutputStream out) throws IOException, InterruptedException {
        for (var drop = 0; drop < DROPS; drop++) {
            out.write('z');
            Thread.sleep(200);
        }
    }

    /** Until the other side has had enough. */
    private static void repeat(OutputStream out, String text) throws IOException {
        var bytes = text.repeat(100).getBytes(StandardCharsets.UTF_8);
        while (!Thread.currentThread().isInterrupted()) {
            out.write(bytes);
        }
    }

    private static byte[] bomb() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            var zeros = new byte[1 << 20];
            for (var megabyte = 0; megabyte < 64; megabyte++) {
                gzip.write(zeros);
            }
        }
        return packed.toByteArray();
    }
}
