package io.spillway.stream.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalTest {

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(textBlock = """
            1, =, 1.0
            1, =, 10e-1
            1, =, 0.001E+3
            -1, =, -1.000
            0, =, -0
            0, =, 0.000e99999999999999999999
            100, =, 1e2
            9223372036854775808, <, 9223372036854775809
            123456789012345678, <, 123456789012345678.1
            123456789012345678901, <, 123456789012345678902
            1234567890123456780, =, 123456789012345678e1
            0.1, <, 0.10000000000000000000000000000000000001
            -2, <, -1
            -1, <, 0
            0, <, 1e-9999999999
            9, <, 10
            1e9999999999, <, 1e10000000000
            9e9999999999, <, 1e10000000000
            1e-10000000000, <, 1e-9999999999
            -1e9999999999, <, -1e9999999998
            1e999999999999999999, <, 1e1000000000000000000
            10e999999999999999999, =, 1e1000000000000000000
            0.1e1000000000000000000, =, 1e999999999999999999
            10e9999999999999999999, =, 1e10000000000000000000
            0.1e10000000000000000000, =, 1e9999999999999999999
            100e-10000000000000000000, =, 1e-9999999999999999998
            0.01e-9999999999999999999, =, 1e-10000000000000000001
            1e-99999999999999999999, <, 1e-99999999999999999998
            1e-99999999999999999999, >, 1e-100000000000000000000
            1e99999999999999999999, <, 1e100000000000000000000
            1e0000000000000000000000000001, =, 10
            1e+5, =, 100000
            """)
    void shouldCompareExactly(String left, String sign, String right) {
        // given
        var a = Decimal.of(left);
        var b = Decimal.of(right);
        var expected = "<=>".indexOf(sign) - 1;

        // when
        var comparison = a.compareTo(b);

        // then
        assertThat(comparison).isEqualTo(expected);
        assertThat(b.compareTo(a)).isEqualTo(-expected);
        assertThat(a.equals(b)).isEqualTo(expected == 0);
        if (expected == 0) {
            assertThat(a).hasSameHashCodeAs(b);
        }
    }

    @Test
    void shouldAgreeWithBigDecimalOnRandomNumbers() {
        var random = new Random(20261122);
        for (var i = 0; i < 20_000; i++) {
            // given
            var left = number(random);
            var right = random.nextInt(4) == 0 ? rewritten(left, random) : number(random);

            // when
            var comparison = Decimal.of(left).compareTo(Decimal.of(right));

            // then
            assertThat(comparison)
                    .as("%s and %s", left, right)
                    .isEqualTo(new BigDecimal(left).compareTo(new BigDecimal(right)));
            assertThat(Decimal.of(left).equals(Decimal.of(right)))
                    .as("%s and %s", left, right)
                    .isEqualTo(comparison == 0);
            assertThat(new BigDecimal(Decimal.of(left).toString())).as(left).isEqualByComparingTo(new BigDecimal(left));
        }
    }

    @Test
    void shouldAddToExponentsOfAnySizeExactly() {
        var random = new Random(20261122);
        for (var i = 0; i < 20_000; i++) {
            // given: exponents around the seam between the two ways of holding one
            var exponent = BigInteger.TEN.pow(17 + random.nextInt(4)).add(BigInteger.valueOf(random.nextInt(41) - 20));
            var shift = random.nextInt(41) - 20;
            var sign = random.nextBoolean() ? "-" : "";
            var moved = new BigInteger(sign + exponent).add(BigInteger.valueOf(shift));
            var mantissa = shift >= 0 ? "1" + "0".repeat(shift) : "0." + "0".repeat(-shift - 1) + "1";

            // when
            var written = Decimal.of(mantissa + "e" + sign + exponent);

            // then
            assertThat(written).isEqualTo(Decimal.of("1e" + moved)).isEqualTo(Decimal.of(written.toString()));
            assertThat(written.compareTo(Decimal.of("1e" + moved.add(BigInteger.ONE))))
                    .isNegative();
        }
    }

    @Test
    void shouldCostNoMoreThanItsText() {
        // given
        var many = "1".repeat(10_000_000);

        // when
        var started = System.nanoTime();
        var comparison = Decimal.of(many + "e" + many).compareTo(Decimal.of(many + "e-" + many));
        var took = Duration.ofNanos(System.nanoTime() - started);

        // then
        assertThat(comparison).isPositive();
        assertThat(took).isLessThan(Duration.ofMinutes(1));
    }

    private static String number(Random random) {
        var text = new StringBuilder(random.nextBoolean() ? "-" : "");
        text.append(
                random.nextInt(3) == 0 ? "0" : "1" + digits(random, random.nextInt(random.nextInt(5) == 0 ? 40 : 3)));
        if (random.nextBoolean()) {
            text.append('.').append(digits(random, 1 + random.nextInt(random.nextInt(5) == 0 ? 40 : 3)));
        }
        if (random.nextInt(3) == 0) {
            text.append(random.nextBoolean() ? "e" : "E").append(new String[] {"", "+", "-"}[random.nextInt(3)]);
            text.append(digits(random, 1 + random.nextInt(2)));
        }
        return text.toString();
    }

    private static String digits(Random random, int length) {
        var text = new StringBuilder();
        for (var i = 0; i < length; i++) {
            text.append("0001259".charAt(random.nextInt(7)));
        }
        return text.toString();
    }

    /** The same number in other words. */
    private static String rewritten(String number, Random random) {
        var value = new BigDecimal(number);
        return value.setScale(value.scale() + random.nextInt(3)).toString();
    }
}
