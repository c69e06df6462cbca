package io.spillway.payload;

import java.time.Duration;
import java.util.Optional;

/** Opens data of events, sealed or not; threads may share it. */
public record Payloads(PayloadKeys keys) {

    /** By when a key that another node has made is known here. */
    private static final Duration SOON = Duration.ofSeconds(2);

    /** What an envelope is longer than the Base64 of the data: names, salt, nonce and tag. */
    private static final int OVERHEAD = 128;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /** How large data may be whose envelope has so many bytes at most. */
    public static int largest(int envelope) {
        return envelope / 4 * 3 - OVERHEAD;
    }

    public OpenedData open(byte[] data) {
        var envelope = Envelope.read(data);
        if (envelope.isEmpty()) {
            return new OpenedData.Clear(data);
        }
        return keys.find(envelope.get().key())
                .map(key -> key.open(envelope.get())
                        .<OpenedData>map(open -> new OpenedData.Unsealed(key.tenant(), open))
                        .orElseGet(OpenedData.Broken::new))
                .orElseGet(OpenedData.NoKey::new);
    }

    /** The data in clear, if they can be had. */
    public Optional<byte[]> clear(byte[] data) {
        return open(data) instanceof OpenedData.Readable readable ? Optional.of(readable.data()) : Optional.empty();
    }

    /** As {@link #open}, waiting a moment for a key that is not known here yet. */
    public OpenedData openSoon(byte[] data) throws InterruptedException {
        var until = System.nanoTime() + SOON.toNanos();
        var opened = open(data);
        while (opened instanceof OpenedData.NoKey && System.nanoTime() < until) {
            Thread.sleep(LOOK_AGAIN);
            opened = open(data);
        }
        return opened;
    }
}
