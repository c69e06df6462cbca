package io.spillway.load.generator;

import java.io.Closeable;
import java.io.IOException;

/** Sends events, one after the other, and notes them in a {@link SentLog}. */
interface Sender extends Closeable {

    /** Sends as the pace says; returns when nothing more is to be sent and all answers are in, or given up. */
    void run(Pace pace) throws IOException;
}
