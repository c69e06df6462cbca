package io.spillway.node.migrate;

import io.spillway.gateway.setting.Settings;
import io.spillway.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** The version of the newest release that has worked on the data of a deployment. It stands among the settings, in Kafka. */
public final class DataVersion {

    private static final String NAME = "data.version";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final Settings settings;

    public DataVersion(Settings settings) {
        this.settings = settings;
    }

    /** Waits for the settings; nothing where no release has said so yet. */
    Optional<Integer> stamped() {
        var versions = settings.table(NAME, bytes -> Integer.valueOf(new String(bytes, StandardCharsets.UTF_8)));
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!settings.complete()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("The settings could not be read from Kafka within " + PATIENCE);
            }
            pause();
        }
        return Optional.ofNullable(versions.get(""));
    }

    /**
     * Says from when on this release, or a newer one, has worked here; before anything is read or written.
     *
     * @throws IllegalStateException where that is a newer one, whose data this release may not understand
     */
    public void claim() {
        claim(Wire.version());
    }

    void claim(int ours) {
        var found = stamped().orElse(0);
        if (found > ours) {
            throw new IllegalStateException("The data are of version " + found + ", and this release knows them up to "
                    + ours + ": start the release that wrote them, or a newer one.");
        }
        if (found < ours) {
            settings.insist(NAME, Integer.toString(ours).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the settings were read", e);
        }
    }
}
