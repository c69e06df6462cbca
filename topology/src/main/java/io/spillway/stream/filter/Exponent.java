package io.spillway.stream.filter;

/**
 * The power of ten of a {@link Decimal}, itself of any size: events may say {@code 1e99999999999999999999}.
 *
 * @param near the exponent, or ±10¹⁸ for one that is as far from zero or farther
 * @param far the digits of such a one without its sign, else empty
 */
record Exponent(long near, String far) implements Comparable<Exponent> {

    private static final int NEAR_DIGITS = 18;
    private static final long FAR = 1_000_000_000_000_000_000L;
    private static final int MOST_ZEROS = 20;
    private static final int COMMON = 32;
    private static final Exponent[] COMMONS = commons();

    static Exponent of(long exponent) {
        if (Math.abs(exponent) < COMMON) {
            return COMMONS[(int) exponent + COMMON];
        }
        return Math.abs(exponent) < FAR
                ? new Exponent(exponent, "")
                : new Exponent(Long.signum(exponent) * FAR, Long.toString(Math.abs(exponent)));
    }

    /** The sum of an exponent as JSON writes it (digits, a sign before them or not) and a shift of less than 2³¹. */
    static Exponent of(String written, int shift) {
        var sign = written.charAt(0) == '-' ? -1 : 1;
        var digits = withoutZeros(written, Character.isDigit(written.charAt(0)) ? 0 : 1);
        if (digits.length() <= NEAR_DIGITS) {
            return of(digits.isEmpty() ? shift : sign * Long.parseLong(digits) + shift);
        }
        return far(sign, digits, sign * (long) shift);
    }

    /** Adds in two parts, the last 18 digits as a number and those before them as text, so that the cost stays linear. */
    private static Exponent far(int sign, String digits, long shift) {
        var cut = digits.length() - NEAR_DIGITS;
        var high = digits.substring(0, cut);
        var low = Long.parseLong(digits, cut, digits.length(), 10) + shift;
        if (low < 0) {
            high = previous(high);
            low += FAR;
        } else if (low >= FAR) {
            high = next(high);
            low -= FAR;
        }
        if (high.isEmpty()) {
            return of(sign * low);
        }
        var lowDigits = Long.toString(low);
        return new Exponent(sign * FAR, high + "0".repeat(NEAR_DIGITS - lowDigits.length()) + lowDigits);
    }

    private static String next(String digits) {
        var end = digits.length();
        while (end > 0 && digits.charAt(end - 1) == '9') {
            end--;
        }
        var zeros = "0".repeat(digits.length() - end);
        return end == 0 ? "1" + zeros : digits.substring(0, end - 1) + (char) (digits.charAt(end - 1) + 1) + zeros;
    }

    private static String previous(String digits) {
        var end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        var less =
                digits.substring(0, end - 1) + (char) (digits.charAt(end - 1) - 1) + "9".repeat(digits.length() - end);
        return withoutZeros(less, 0);
    }

    private static String withoutZeros(String text, int from) {
        var i = from;
        while (i < text.length() && text.charAt(i) == '0') {
            i++;
        }
        return text.substring(i);
    }

    @Override
    public int compareTo(Exponent other) {
        if (near != other.near) {
            return Long.compare(near, other.near);
        }
        var byLength = Integer.compare(far.length(), other.far.length());
        var size = byLength != 0 ? byLength : Integer.signum(far.compareTo(other.far));
        return near < 0 ? -size : size;
    }

    /** Writes 0.d₁d₂d₃… × 10ⁿ as JSON. */
    String place(String digits) {
        if (!far.isEmpty()) {
            return "0." + digits + "e" + (near < 0 ? "-" : "") + far;
        }
        if (near > MOST_ZEROS || near < -MOST_ZEROS) {
            var fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
            return digits.charAt(0) + fraction + "e" + (near - 1);
        }
        if (near <= 0) {
            return "0." + "0".repeat((int) -near) + digits;
        }
        return near >= digits.length()
                ? digits + "0".repeat((int) near - digits.length())
                : digits.substring(0, (int) near) + "." + digits.substring((int) near);
    }

    private static Exponent[] commons() {
        var commons = new Exponent[2 * COMMON + 1];
        for (var i = 0; i < commons.length; i++) {
            commons[i] = new Exponent(i - COMMON, "");
        }
        return commons;
    }
}
