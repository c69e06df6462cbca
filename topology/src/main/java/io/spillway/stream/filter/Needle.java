package io.spillway.stream.filter;

/** A text to look for within others, in time linear to both whatever they are (Knuth, Morris and Pratt's search). */
public final class Needle {

    private final String text;
    private final int[] fallback;

    public Needle(String text) {
        this.text = text;
        this.fallback = fallback(text);
    }

    /** For each prefix the length of its longest proper prefix that it also ends with. */
    private static int[] fallback(String text) {
        var fallback = new int[text.length()];
        for (int i = 1, matched = 0; i < text.length(); i++) {
            while (matched > 0 && text.charAt(i) != text.charAt(matched)) {
                matched = fallback[matched - 1];
            }
            if (text.charAt(i) == text.charAt(matched)) {
                matched++;
            }
            fallback[i] = matched;
        }
        return fallback;
    }

    public boolean isIn(String haystack) {
        return endIn(haystack, 0) >= 0;
    }

    /**
     * Where the first occurrence that begins at {@code from} or later ends, -1 if there is none. An occurrence neither begins nor
     * ends within a code point.
     */
    public int endIn(String haystack, int from) {
        if (text.isEmpty()) {
            return from;
        }
        var matched = 0;
        for (var i = from; i < haystack.length(); i++) {
            var c = haystack.charAt(i);
            while (matched > 0 && text.charAt(matched) != c) {
                matched = fallback[matched - 1];
            }
            if (text.charAt(matched) == c) {
                matched++;
            }
            if (matched == text.length()) {
                if (isWhole(haystack, i + 1)) {
                    return i + 1;
                }
                matched = fallback[matched - 1];
            }
        }
        return -1;
    }

    private boolean isWhole(String haystack, int end) {
        return CodePoints.isBoundary(haystack, end) && CodePoints.isBoundary(haystack, end - text.length());
    }
}
