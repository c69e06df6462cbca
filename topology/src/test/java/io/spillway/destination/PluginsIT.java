package io.spillway.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else's destination type, compiled here against the published interfaces and dropped into the folder as a jar. */
class PluginsIT {

    private static final String RULES = """
            package com.example.%1$s;

            import io.spillway.destination.Settings;
            import io.spillway.destination.TypeRules;

            public final class Rules implements TypeRules {
                public String type() {
                    return "%1$s";
                }

                public String target(Settings settings) {
                    return settings.config().getOrDefault("port", "");
                }
            }
            """;
    private static final String COURIER = """
            package com.example.%1$s;

            import com.example.greeting.Greeting;
            import io.spillway.destination.*;
            import io.spillway.domain.*;
            import java.util.Optional;

            public final class Plugin implements CourierPlugin {
                public String type() {
                    return "%1$s";
                }

                public Courier start(Surroundings surroundings) {
                    return (delivery, settings, attempting) -> {
                        int port = Integer.parseInt(settings.config().get("port"));
                        try (var socket = surroundings.egress().sockets().createSocket("127.0.0.1", port)) {
                            socket.getOutputStream().write(((Data.Inline) delivery.event().data()).bytes());
                            socket.getOutputStream().write('\\n');
                            return new Outcome.Delivered(new Response(Greeting.WORD.get(), "{}"));
                        } catch (BlockedException e) {
                            return new Outcome.Failed(Failure.BLOCKED, "blocked", Optional.empty());
                        } catch (java.io.IOException e) {
                            return new Outcome.Failed(Failure.CONNECT, "not reached", Optional.empty());
                        }
                    };
                }
            }
            """;
    /** A library of which each plug-in brings its own version, under the name of one that the process has too. */
    private static final String LIBRARY = """
            package com.example.greeting;

            public final class Greeting {
                public static final java.util.function.Supplier<String> WORD = okio.Okio::version;
            }
            """;

    private static final String OKIO = """
            package okio;

            public final class Okio {
                public static String version() {
                    return "%s";
                }
            }
            """;
    private static final String FORM = """
            {"label":"Pigeon","description":"By air.",
             "config_fields":[{"type":"text","key":"port","label":"Port","description":"Where it lands",
                               "required":true,"pattern":"^[0-9]+$"}]}
            """;

    @TempDir
    private Path folder;

    @TempDir
    private Path workshop;

    private ServerSocket landing;

    @BeforeEach
    void listen() throws IOException {
        landing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        landing.close();
    }

    @Test
    void shouldListCheckAndDeliverToATypeOfAJar() throws Exception {
        // given
        build("pigeon", "1.0", folder.resolve("pigeon.jar"));
        var settings = settings(Integer.toString(landing.getLocalPort()));
        var arrived = CompletableFuture.supplyAsync(this::line);

        try (var types = load("127.0.0.0/8")) {
            // when
            var type = types.find("pigeon").orElseThrow();
            var outcome = type.deliver(Samples.delivery(), settings, Samples.ATTEMPTING);

            // then
            assertThat(types.all().stream().map(DestinationType::type)).contains("webhook", "kafka", "pigeon");
            assertThat(type.form().presentation().label()).isEqualTo("Pigeon");
            assertThat(type.prepare(change(settings("x"))))
                    .isEqualTo(new Prepared.Refused(List.of("config.port failed pattern validation")));
            assertThat(type.prepare(change(settings))).isEqualTo(new Prepared.Ready(settings));
            assertThat(outcome.code()).isEqualTo("1.0");
            assertThat(arrived.get(1, TimeUnit.MINUTES)).isEqualTo(Samples.BODY);
        }
    }

    @Test
    void shouldKeepPluginsApart() throws Exception {
        // given
        build("pigeon", "1.0", folder.resolve("pigeon.jar"));
        var other = Files.createDirectories(folder.resolve("falcon"));
        build("falcon", "2.0", other.resolve("falcon.jar"));

        try (var types = load("127.0.0.0/8")) {
            // when
            var settings = settings(Integer.toString(landing.getLocalPort()));
            var pigeon = types.find("pigeon").orElseThrow().deliver(Samples.delivery(), settings, Samples.ATTEMPTING);
            var falcon = types.find("falcon").orElseThrow().deliver(Samples.delivery(), settings, Samples.ATTEMPTING);

            // then
            assertThat(List.of(pigeon.code(), falcon.code())).containsExactly("1.0", "2.0");
        }
    }

    @Test
    void shouldPutPluginsUnderTheSameGuard() throws Exception {
        // given
        build("pigeon", "1.0", folder.resolve("pigeon.jar"));
        landing.setSoTimeout((int) Duration.ofMillis(200).toMillis());

        try (var types = load("")) {
            // when
            var outcome = types.find("pigeon")
                    .orElseThrow()
                    .deliver(
                            Samples.delivery(), settings(Integer.toString(landing.getLocalPort())), Samples.ATTEMPTING);

            // then
            assertThat(((Outcome.Failed) outcome).failure()).isEqualTo(Failure.BLOCKED);
            assertThatThrownBy(landing::accept).isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldNameWhatCannotBeLoaded() throws Exception {
        // given
        try (var jar = new JarOutputStream(Files.newOutputStream(folder.resolve("broken.jar")))) {
            entry(
                    jar,
                    "META-INF/services/" + TypeRules.class.getName(),
                    "com.example.Missing".getBytes(StandardCharsets.UTF_8));
        }

        // then
        assertThatThrownBy(() -> load(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("broken.jar")
                .hasMessageContaining("com.example.Missing");
        assertThatThrownBy(() -> DestinationTypes.load(new Surroundings(
                        Map.of("DESTINATIONS_PLUGINS_PATH", "/nowhere"), EgressGuard.of(""), "Spillway/test")))
                .hasMessage("DESTINATIONS_PLUGINS_PATH is not a folder: /nowhere");
    }

    @Test
    void shouldRefuseTwoOfAKind() throws Exception {
        // given
        build("pigeon", "1.0", folder.resolve("one.jar"));
        build("pigeon", "2.0", folder.resolve("two.jar"));

        // then
        assertThatThrownBy(() -> load("")).hasMessage("two plug-ins deliver to destinations of type pigeon");
    }

    private DestinationTypes load(String allow) {
        return DestinationTypes.load(new Surroundings(
                Map.of("DESTINATIONS_PLUGINS_PATH", folder.toString()), EgressGuard.of(allow), "Spillway/test"));
    }

    private static Settings settings(String port) {
        return new Settings(Map.of("port", port), Map.of(), Map.of());
    }

    private static Change change(Settings wanted) {
        return new Change(Optional.empty(), wanted, false, Samples.AT, new Random(1));
    }

    private String line() {
        try (var connection = landing.accept();
                var in = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            return in.readLine();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void build(String type, String version, Path jar) throws IOException {
        var home = Files.createDirectories(workshop.resolve(type + version));
        var sources = List.of(
                source(home, "Rules", RULES.formatted(type)),
                source(home, "Plugin", COURIER.formatted(type)),
                source(home, "Greeting", LIBRARY),
                source(home, "Okio", OKIO.formatted(version)));
        var classes = Files.createDirectories(home.resolve("classes"));
        var arguments = new ArrayList<>(
                List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none"));
        sources.forEach(source -> arguments.add(source.toString()));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        pack(type, classes, jar);
    }

    private static Path source(Path home, String name, String text) throws IOException {
        return Files.writeString(home.resolve(name + ".java"), text);
    }

    private static void pack(String type, Path classes, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(classes)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                entry(out, classes.relativize(file).toString(), Files.readAllBytes(file));
            }
            service(out, TypeRules.class, "com.example." + type + ".Rules");
            service(out, CourierPlugin.class, "com.example." + type + ".Plugin");
            text(out, "destinations/" + type + "/metadata.json", FORM);
            text(out, "destinations/" + type + "/instructions.md", "Feed it.");
            text(out, "destinations/" + type + "/icon.svg", "<svg/>");
        }
    }

    private static void service(JarOutputStream out, Class<?> service, String implementation) throws IOException {
        text(out, "META-INF/services/" + service.getName(), implementation);
    }

    private static void text(JarOutputStream out, String name, String text) throws IOException {
        entry(out, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void entry(JarOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(bytes);
        out.closeEntry();
    }
}
