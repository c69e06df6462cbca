package io.spillway.stream.filter;

/** How texts compare when they are rows of Unicode code points, which differs from UTF-16 above U+D7FF. */
final class CodePoints {

    private CodePoints() {}

    static int compare(String a, String b) {
        var common = Math.min(a.length(), b.length());
        var i = 0;
        while (i < common && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        if (i == common) {
            return Integer.compare(a.length(), b.length());
        }
        var start = isBoundary(a, i) && isBoundary(b, i) ? i : i - 1;
        return Integer.compare(a.codePointAt(start), b.codePointAt(start));
    }

    static boolean startsWith(String text, String start) {
        return text.startsWith(start) && isBoundary(text, start.length());
    }

    static boolean endsWith(String text, String end) {
        return text.endsWith(end) && isBoundary(text, text.length() - end.length());
    }

    /** Whether no code point lies across this index. */
    static boolean isBoundary(String text, int index) {
        return index == 0
                || index == text.length()
                || !Character.isLowSurrogate(text.charAt(index))
                || !Character.isHighSurrogate(text.charAt(index - 1));
    }
}
