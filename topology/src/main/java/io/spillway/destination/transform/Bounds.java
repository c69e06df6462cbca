package io.spillway.destination.transform;

import java.time.Duration;

/**
 * What one evaluation may use.
 *
 * @param bytes of the event's data, and of what is made of it
 * @param time by the clock on the wall
 * @param start how long a process may take until it is ready
 */
record Bounds(int bytes, Duration time, Duration start) {

    private static final int MIB = 1024 * 1024;

    /** In a process' memory, data take some twenty times the room of their text. */
    int heapMebibytes() {
        return 32 + 32 * Math.ceilDiv(bytes, MIB);
    }

    /** For one who waits for nothing else: a process starts, another's evaluation ends, and then it is its turn. */
    Duration startAndTurns() {
        return start.plus(time.multipliedBy(2));
    }

    Duration timeWithin(Duration left) {
        return left.compareTo(time) < 0 ? left : time;
    }
}
