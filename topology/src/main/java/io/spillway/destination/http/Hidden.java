package io.spillway.destination.http;

import java.util.Comparator;
import java.util.List;

/** Secrets of a request, which must not be kept where its answer repeats them. It travels as a tag of the request. */
public record Hidden(List<String> texts) {

    private static final int WORTH_HIDING = 4;
    private static final String BLANK = "***";

    public static final Hidden NOTHING = new Hidden(List.of());

    /** The longest first: one may hold another, whose blank would leave the rest to be read. */
    public Hidden {
        texts = texts.stream()
                .filter(text -> text.length() >= WORTH_HIDING)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    String blanked(String text) {
        return texts.stream().reduce(text, (left, secret) -> left.replace(secret, BLANK));
    }

    /** They are not shown. */
    @Override
    public String toString() {
        return "Hidden[" + texts.size() + "]";
    }
}
