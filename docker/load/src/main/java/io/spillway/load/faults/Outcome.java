package io.spillway.load.faults;

import java.util.List;

/** What came of a row. */
sealed interface Outcome {

    /**
     * It ran.
     *
     * @param figures what was measured
     * @param objections what is wrong with it, a few words each; none when the target is met
     */
    record Measured(String figures, List<String> objections) implements Outcome {

        public Measured {
            objections = List.copyOf(objections);
        }
    }

    /** This machine lacks what it takes. */
    record Skipped(String reason) implements Outcome {}

    /** It did not come to its end, which counts as a miss. */
    record Broken(String reason) implements Outcome {}
}
