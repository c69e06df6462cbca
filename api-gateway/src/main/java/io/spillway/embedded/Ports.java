package io.spillway.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Picks and checks ports of the loopback address. */
public final class Ports {

    /** Where a part of the embedded mode listens. */
    public static final String LOOPBACK = "127.0.0.1";

    // Below the range from which systems take the ports of outgoing connections: a client that dials a stopped server
    // again and again on a port of that range can end up connected to itself, and then the server cannot come back.
    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;

    private Ports() {}

    /** A port that nobody listens on. */
    public static int free() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int tries = 0; tries < 1_000; tries++) {
            int port = random.nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new StartException("No free port was found between %d and %d.".formatted(LOWEST, HIGHEST));
    }

    /**
     * The wanted port, or a free one where 0 is wanted.
     *
     * @throws StartException when somebody listens on the wanted port already
     */
    public static int freeOr(int wanted, String user) {
        if (wanted == 0) {
            return free();
        }
        if (!isFree(wanted)) {
            throw new StartException(
                    "Port %d is busy, so %s cannot start: stop what listens there or choose another port."
                            .formatted(wanted, user));
        }
        return wanted;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
