package io.spillway.node;

import io.spillway.embedded.Ports;
import io.spillway.embedded.RegistryProcess;
import io.spillway.embedded.RegistryStorage;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where a node's schema registry comes from. */
public sealed interface Registry {

    /** Somebody else runs it. */
    record Elsewhere(URI url) implements Registry {}

    /**
     * This node runs it as a child process.
     *
     * @param server the folder of the unpacked registry server
     */
    record Here(Path server, int port, RegistryStorage storage) implements Registry {

        static Here on(int port, RegistryStorage storage) {
            return new Here(folder(), port == 0 ? Ports.free() : port, storage);
        }

        /** The launcher says where the build put it. */
        private static Path folder() {
            return Path.of(
                    Optional.ofNullable(System.getProperty("spillway.registry"))
                            .orElseThrow(
                                    () -> new ConfigException(
                                            "the folder of the registry server must be given as -Dspillway.registry=…; the launcher does")));
        }

        /** Starts it, and leaves it to itself until it is needed. */
        Launched launch(Path dataDir, Shutdown shutdown) {
            return new Launched(
                    shutdown.add(RegistryProcess.launch(server, dataDir.resolve("registry"), port, storage)));
        }
    }

    /** This node runs it, and has begun to. */
    record Launched(RegistryProcess process) implements Registry {}

    /** Has it running, and says where. */
    default URI start(Path dataDir, Shutdown shutdown) {
        return switch (this) {
            case Elsewhere(var url) -> url;
            case Here here -> here.launch(dataDir, shutdown).start(dataDir, shutdown);
            case Launched(var process) -> process.awaitReady().url();
        };
    }
}
