package io.spillway.payload;

import java.time.Duration;

/** Opens data of events, sealed or not; threads may share it. */
public record Payloads(PayloadKeys keys) {

    /** For nodes where nothing is encrypted. */
    public static final Payloads CLEAR = new Payloads(PayloadKeys.NONE);

    /** By when a key that another node has made is known here. */
    private static final Duration SOON = Duration.ofSeconds(2);

    /** What an envelope is longer than the Base64 of the data: names, nonce and tag. */
    private static final int OVERHEAD = 128;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /** How large data may be whose envelope has so many bytes at most. */
    public static int largest(int envelope) {
        return envelope / 4 * 3 - OVERHEAD;
    }

    public Opened open(byte[] data) {
        var envelope = Envelope.read(data);
        if (envelope.isEmpty()) {
            return new Opened.Clear(data);
        }
        return keys.find(envelope.get().key())
                .map(key -> key.open(envelope.get())
                        .<Opened>map(open -> new Opened.Unsealed(key.tenant(), open))
                        .orElseGet(Opened.Broken::new))
                .orElseGet(Opened.NoKey::new);
    }

    /** The same, waiting a moment for a key that is not known here yet. */
    public Opened openSoon(byte[] data) throws InterruptedException {
        var until = System.nanoTime() + SOON.toNanos();
        var opened = open(data);
        while (opened instanceof Opened.NoKey && System.nanoTime() < until) {
            Thread.sleep(LOOK_AGAIN);
            opened = open(data);
        }
        return opened;
    }
}
