package io.spillway.stream.query.statistics;

/**
 * What is known of a group: numbers that can be added up, from which all figures are made.
 *
 * @param count events or attempts
 * @param successful attempts that succeeded
 * @param first attempts with number 1
 * @param manual attempts that somebody asked for
 * @param numbers the sum of the attempts' numbers
 */
public record Sums(long count, long successful, long first, long manual, long numbers) {

    public static final Sums NONE = new Sums(0, 0, 0, 0, 0);

    static final Sums EVENT = new Sums(1, 0, 0, 0, 0);

    static Sums attempt(boolean successful, int number, boolean manual) {
        return new Sums(1, successful ? 1 : 0, number == 1 ? 1 : 0, manual ? 1 : 0, number);
    }

    Sums plus(Sums more) {
        return new Sums(
                count + more.count,
                successful + more.successful,
                first + more.first,
                manual + more.manual,
                numbers + more.numbers);
    }
}
