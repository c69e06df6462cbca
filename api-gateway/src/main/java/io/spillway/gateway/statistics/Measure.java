package io.spillway.gateway.statistics;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.stream.query.statistics.Subject;
import io.spillway.stream.query.statistics.Sums;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToLongFunction;

/** A figure that is made from the sums of a group. */
enum Measure {
    COUNT(Sums::count),
    SUCCESSFUL_COUNT(Sums::successful),
    FAILED_COUNT(Measure::failed),
    /** The share of attempts that failed, from 0 to 1. */
    ERROR_RATE((sums, seconds) -> ratio(failed(sums), sums.count())),
    FIRST_ATTEMPT_COUNT(Sums::first),
    RETRY_COUNT(sums -> sums.count() - sums.first()),
    MANUAL_RETRY_COUNT(Sums::manual),
    AVG_ATTEMPT_NUMBER((sums, seconds) -> ratio(sums.numbers(), sums.count())),
    /** Per second, as the next two. */
    RATE((sums, seconds) -> ratio(sums.count(), seconds)),
    SUCCESSFUL_RATE((sums, seconds) -> ratio(sums.successful(), seconds)),
    FAILED_RATE((sums, seconds) -> ratio(failed(sums), seconds));

    private interface Figure {
        void write(JsonGenerator json, Sums sums, double seconds) throws IOException;
    }

    private final String word = name().toLowerCase(Locale.ROOT);
    // None of them holds anything.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Figure figure;

    Measure(ToLongFunction<Sums> whole) {
        figure = (json, sums, seconds) -> json.writeNumber(whole.applyAsLong(sums));
    }

    Measure(ToDoubleBiFunction<Sums, Double> fraction) {
        figure = (json, sums, seconds) -> json.writeNumber(fraction.applyAsDouble(sums, seconds));
    }

    static Optional<Measure> of(String word, Subject subject) {
        return Arrays.stream(values())
                .filter(one -> one.word.equals(word))
                .filter(one -> one.isOf(subject))
                .findFirst();
    }

    boolean isOf(Subject subject) {
        return switch (subject) {
            case EVENTS -> this == COUNT || this == RATE;
            case ATTEMPTS -> true;
        };
    }

    /** The word that REST uses. */
    String word() {
        return word;
    }

    /**
     * Writes the figure as a field; it is 0 where nothing was counted.
     *
     * @param seconds the length of the time in which the group was counted
     */
    void write(JsonGenerator json, Sums sums, double seconds) throws IOException {
        json.writeFieldName(word);
        figure.write(json, sums, seconds);
    }

    private static long failed(Sums sums) {
        return sums.count() - sums.successful();
    }

    private static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
