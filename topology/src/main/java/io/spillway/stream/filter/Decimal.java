package io.spillway.stream.filter;

/**
 * An exact decimal of any size, held as 0.d₁d₂d₃… × 10ⁿ without zeros at either end, so that equal numbers are equal records
 * and nothing is ever expanded: {@code 1e9999999999} costs what its text costs.
 *
 * @param sign -1, 0 or 1
 * @param exponent n
 * @param head the first 18 digits, filled up with zeros at the end
 * @param tail the digits after those, without zeros at the end
 */
record Decimal(int sign, Exponent exponent, long head, String tail) implements Comparable<Decimal> {

    private static final int HEAD_DIGITS = 18;
    private static final Decimal ZERO = new Decimal(0, Exponent.of(0), 0, "");
    private static final long[] POWERS_OF_TEN = powersOfTen();

    /** Reads a number as JSON writes it; the text must be one. */
    static Decimal of(String number) {
        var negative = number.charAt(0) == '-';
        var start = negative ? 1 : 0;
        var mantissaEnd = mantissaEnd(number);
        var point = number.indexOf('.');
        var digits = point < 0
                ? number.substring(start, mantissaEnd)
                : number.substring(start, point) + number.substring(point + 1, mantissaEnd);
        var whole = (point < 0 ? mantissaEnd : point) - start;
        var first = firstSignificant(digits);
        if (first == digits.length()) {
            return ZERO;
        }
        var significant = digits.substring(first, lastSignificant(digits) + 1);
        var exponent = mantissaEnd == number.length()
                ? Exponent.of(whole - first)
                : Exponent.of(number.substring(mantissaEnd + 1), whole - first);
        var inHead = Math.min(significant.length(), HEAD_DIGITS);
        var head = Long.parseLong(significant, 0, inHead, 10) * POWERS_OF_TEN[HEAD_DIGITS - inHead];
        return new Decimal(negative ? -1 : 1, exponent, head, significant.substring(inHead));
    }

    @Override
    public int compareTo(Decimal other) {
        if (sign != other.sign) {
            return Integer.compare(sign, other.sign);
        }
        return sign * compareSize(other);
    }

    private int compareSize(Decimal other) {
        var byExponent = exponent.compareTo(other.exponent);
        if (byExponent != 0) {
            return byExponent;
        }
        var byHead = Long.compare(head, other.head);
        // Digits only, and none ends in zero: the order of the texts is the order of the numbers.
        return byHead != 0 ? byHead : Integer.signum(tail.compareTo(other.tail));
    }

    /** The number as JSON: plain where that is short, else with an exponent. */
    @Override
    public String toString() {
        if (sign == 0) {
            return "0";
        }
        var digits = digits();
        return (sign < 0 ? "-" : "") + exponent.place(digits);
    }

    private String digits() {
        var text = Long.toString(head) + tail;
        return text.substring(0, lastSignificant(text) + 1);
    }

    private static int mantissaEnd(String number) {
        for (var i = 0; i < number.length(); i++) {
            if ((number.charAt(i) | 0x20) == 'e') {
                return i;
            }
        }
        return number.length();
    }

    private static int firstSignificant(String digits) {
        var i = 0;
        while (i < digits.length() && digits.charAt(i) == '0') {
            i++;
        }
        return i;
    }

    private static int lastSignificant(String digits) {
        var i = digits.length() - 1;
        while (digits.charAt(i) == '0') {
            i--;
        }
        return i;
    }

    private static long[] powersOfTen() {
        var powers = new long[HEAD_DIGITS + 1];
        powers[0] = 1;
        for (var i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }
}
