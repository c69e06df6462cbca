package io.spillway.load.faults;

import java.io.IOException;

/** One row of the reliability scorecard. */
interface Row {

    /** As {@code R01}; a variant has a suffix, as {@code R04-kill}. */
    String id();

    /** What must hold, in a few words. */
    String property();

    /** When it holds, in figures. */
    String target();

    /** Does it and measures; whatever it starts through the stage is stopped by the stage. */
    Outcome run(Stage stage) throws IOException, InterruptedException;
}
