package io.spillway.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An {@link EmbeddedBroker} alone in a JVM of its own, so that it can be killed and stopped like a real one. */
public final class BrokerProcess implements AutoCloseable {

    private static final Duration START_AT_MOST = Duration.ofMinutes(3);

    private final ChildProcess child;
    private final int port;

    private BrokerProcess(ChildProcess child, int port) {
        this.child = child;
        this.port = port;
    }

    /**
     * Starts the process and returns when the broker accepts clients.
     *
     * @param folder the data folder, also for {@code broker.log}
     * @param port the clients' port, 0 for any free one
     * @throws StartException when the port is busy or the broker does not start
     */
    public static BrokerProcess start(Path folder, int port) {
        ChildFolder own = ChildFolder.claim("broker", folder);
        int clients = Ports.freeOr(port, "the Kafka broker");
        ChildProcess child = own.start(
                System.getProperty("java.class.path"),
                List.of(
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        EmbeddedBroker.class.getName(),
                        folder.toAbsolutePath().toString(),
                        Integer.toString(clients),
                        WithParent.FLAG));
        child.awaitReady(() -> accepts(clients), START_AT_MOST);
        return new BrokerProcess(child, clients);
    }

    public static BrokerProcess start(Path folder) {
        return start(folder, 0);
    }

    /** Host and port for clients. */
    public String bootstrapServers() {
        return Ports.LOOPBACK + ":" + port;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return child.pid();
    }

    /** Ends the process at once (SIGKILL), as a crash would. */
    public void kill() {
        child.kill();
    }

    /** Freezes the process (SIGSTOP): it keeps its connections and answers nothing. */
    public void freeze() {
        child.signal("STOP");
    }

    /** Lets a frozen process go on (SIGCONT). */
    public void thaw() {
        child.signal("CONT");
    }

    /** Stops the broker, after at most five seconds by force. */
    @Override
    public void close() {
        child.close();
    }

    // The broker opens its clients' port last, when the controller has admitted it.
    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Ports.LOOPBACK, port), 500);
            // While nobody listens the system may choose this very port for our end, and connect it with itself.
            return socket.getLocalPort() != port;
        } catch (IOException e) {
            return false;
        }
    }
}
