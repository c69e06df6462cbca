package io.spillway.load.receiver;

import io.spillway.load.Options;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Set;

/** The ledger receiver, a process of its own that prints {@code receiver ready port=… control=…} and serves until its input ends. */
public final class Receiver implements AutoCloseable {

    private static final Set<String> OPTIONS = Set.of("port", "control", "ledger", "secret", "inspect-every");

    private final Ledger ledger;
    private final EventLoop loop;
    private final Control control;

    private Receiver(Options options) throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        var scripts = new Scripts();
        ledger = new Ledger(Path.of(options.required("ledger")));
        var inspection = new Inspection(options.text("secret"), options.number("inspect-every", 16));
        loop = new EventLoop(new InetSocketAddress(loopback, options.number("port", 0)), scripts, ledger, inspection);
        control =
                new Control(new InetSocketAddress(loopback, options.number("control", 0)), scripts, ledger, inspection);
    }

    /** Opens the receiver's ports and serves on a thread of its own. */
    public static Receiver start(String... arguments) throws IOException {
        var receiver = new Receiver(Options.of(OPTIONS, arguments));
        Thread.ofPlatform().name("receiver").start(receiver::serve);
        return receiver;
    }

    public int port() throws IOException {
        return loop.port();
    }

    public int controlPort() {
        return control.port();
    }

    @Override
    public void close() throws IOException {
        control.close();
        loop.close();
        ledger.close();
    }

    private void serve() {
        try {
            loop.run();
        } catch (IOException e) {
            throw new IllegalStateException("the receiver cannot go on", e);
        }
    }

    /**
     * Runs until the standard input ends, which it does with the parent at the latest.
     *
     * @param arguments {@code --ledger file}, and optionally {@code --port}, {@code --control}, {@code --secret} and
     *     {@code --inspect-every n}
     */
    public static void main(String... arguments) throws IOException {
        try (var receiver = start(arguments)) {
            System.out.println("receiver ready port=%d control=%d".formatted(receiver.port(), receiver.controlPort()));
            while (System.in.read() != -1) {
                // what a parent writes means nothing here
            }
        }
    }
}
