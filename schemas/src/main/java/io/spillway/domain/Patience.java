package io.spillway.domain;

import java.time.Duration;

/**
 * How many times as long as they say the parts of a node wait for each other and for Kafka.
 *
 * @param answers for answers, and for an end in good order: more, and whoever asks hears later that nobody is there
 * @param life for a sign of life: more, and the work of one that died lies for longer
 */
public record Patience(int answers, int life) {

    public static final Patience USUAL = new Patience(1, 1);

    public Patience {
        if (answers < 1 || life < 1) {
            throw new IllegalArgumentException("nobody waits less than usual");
        }
    }

    /** For an answer that usually has so long. */
    public Duration forAnswer(Duration usual) {
        return usual.multipliedBy(answers);
    }

    /** The same in milliseconds, as settings of Kafka's clients are. */
    public int forAnswer(int usualMillis) {
        return usualMillis * answers;
    }

    /** For a sign of life that usually comes within so many milliseconds. */
    public int forLife(int usualMillis) {
        return usualMillis * life;
    }
}
