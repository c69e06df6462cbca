package io.spillway.destination.transform;

import java.time.Duration;

/**
 * What one evaluation may use.
 *
 * @param bytes of the event's data, and of what is made of it
 * @param time by the clock on the wall
 */
record Bounds(int bytes, Duration time) {

    private static final int MIB = 1024 * 1024;

    /** In a process' memory, data take some twenty times the room of their text. */
    int heapMebibytes() {
        return 32 + 32 * Math.ceilDiv(bytes, MIB);
    }

    Duration timeWithin(Duration left) {
        return left.compareTo(time) < 0 ? left : time;
    }
}
