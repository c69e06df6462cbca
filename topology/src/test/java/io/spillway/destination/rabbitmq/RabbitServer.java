package io.spillway.destination.rabbitmq;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real RabbitMQ, as Debian packages it, with a folder and ports of its own. */
public final class RabbitServer implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

    private final Map<String, String> environment;
    private final Process process;
    private final int port;

    private RabbitServer(Map<String, String> environment, Process process, int port) {
        this.environment = environment;
        this.process = process;
        this.port = port;
    }

    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    public static RabbitServer start(Path folder) throws IOException {
        var port = free();
        var environment = Map.of(
                "HOME", folder.toString(),
                "RABBITMQ_NODENAME", "spillway" + port + "@localhost",
                "RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1",
                "RABBITMQ_NODE_PORT", Integer.toString(port),
                "RABBITMQ_DIST_PORT", Integer.toString(free()),
                "ERL_EPMD_PORT", Integer.toString(free()),
                "ERL_EPMD_ADDRESS", "127.0.0.1",
                "RABBITMQ_MNESIA_BASE", folder.resolve("data").toString(),
                "RABBITMQ_LOG_BASE", folder.resolve("log").toString(),
                "RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("plugins").toString());
        var process = run(environment, folder.resolve("out.txt"), PROGRAM.toString());
        var server = new RabbitServer(environment, process, port);
        Awaitility.await().atMost(Duration.ofMinutes(3)).until(server::answers);
        return server;
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** Ends every connection to it, as a network does that breaks. */
    public void closeConnections() throws IOException {
        try {
            var node = environment.get("RABBITMQ_NODENAME");
            var exit = run(
                            environment,
                            Path.of("/dev/null"),
                            "/usr/lib/rabbitmq/bin/rabbitmqctl",
                            "-n",
                            node,
                            "close_all_connections",
                            "broken")
                    .waitFor();
            if (exit != 0) {
                throw new IOException("the connections could not be ended: " + exit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            // The name server of Erlang, which the node started on a port of its own.
            run(environment, Path.of("/dev/null"), "epmd", "-kill").waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Process run(Map<String, String> environment, Path output, String... command) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private boolean answers() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            // Not with itself, as happens on a port that the system gives out.
            return socket.getLocalPort() != port;
        } catch (ConnectException e) {
            if (!process.isAlive()) {
                throw new IOException("RabbitMQ ended with " + process.exitValue(), e);
            }
            return false;
        }
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
