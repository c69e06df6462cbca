package io.spillway.gateway.page;

import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Query;
import io.spillway.stream.query.Scan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Which page of a list somebody asks for. */
public record PageRequest(Listing listing, int limit, boolean descending, Start start) {

    /** Where a page begins. */
    public sealed interface Start {

        record First() implements Start {}

        /** Behind this place, in the order of the list. */
        record After(Cursor cursor) implements Start {}

        /** Before this place. */
        record Before(Cursor cursor) implements Start {}
    }

    /** Reads {@code limit}, {@code dir}, {@code order_by}, {@code next} and {@code prev}. */
    public static PageRequest of(Listing listing, Query query) {
        query.one("order_by").filter(order -> !order.equals(listing.order())).ifPresent(order -> {
            throw ApiException.invalidQuery("order_by", "must be one of: [" + listing.order() + "]");
        });
        return new PageRequest(listing, limit(listing, query), descending(query), start(listing, query));
    }

    /**
     * Reads the page.
     *
     * @param rows walks the list: strictly behind a place, in one direction
     * @param position a row's place
     */
    public <R> Page<R> page(Function<Scan, List<R>> rows, Function<R, Scan.Position> position) {
        return switch (start) {
            case Start.First() -> forward(rows, position, Optional.empty());
            case Start.After(var cursor) -> forward(rows, position, Optional.of(cursor.position()));
            case Start.Before(var cursor) -> backward(rows, position, cursor.position());
        };
    }

    private <R> Page<R> forward(
            Function<Scan, List<R>> rows, Function<R, Scan.Position> position, Optional<Scan.Position> after) {
        var found = rows.apply(new Scan(limit + 1, descending, after));
        var shown = found.size() > limit ? found.subList(0, limit) : found;
        var next =
                found.size() > limit ? Optional.of(position.apply(shown.getLast())) : Optional.<Scan.Position>empty();
        var prev = after.map(place -> shown.isEmpty() ? place : position.apply(shown.getFirst()));
        return new Page<>(this, shown, next, prev);
    }

    /** Walks the other way and turns what it found round. */
    private <R> Page<R> backward(
            Function<Scan, List<R>> rows, Function<R, Scan.Position> position, Scan.Position before) {
        var found = rows.apply(new Scan(limit + 1, !descending, Optional.of(before)));
        var shown = new ArrayList<>(found.size() > limit ? found.subList(0, limit) : found).reversed();
        var prev =
                found.size() > limit ? Optional.of(position.apply(shown.getFirst())) : Optional.<Scan.Position>empty();
        var next = shown.isEmpty() ? before : position.apply(shown.getLast());
        return new Page<>(this, shown, Optional.of(next), prev);
    }

    /** Tenants refuse a bad limit; the other lists fall back to what is usual and clamp, as the contract has it. */
    private static int limit(Listing listing, Query query) {
        var given = query.one("limit");
        if (given.isEmpty()) {
            return listing.usual();
        }
        var number = given.flatMap(PageRequest::number);
        if (listing == Listing.TENANTS) {
            return strict(number, listing.most());
        }
        return number.filter(limit -> limit >= 1)
                .map(limit -> Math.min(limit, listing.most()))
                .orElse((long) listing.usual())
                .intValue();
    }

    private static int strict(Optional<Long> number, int most) {
        return number.filter(limit -> limit >= 1 && limit <= most)
                .orElseThrow(() -> ApiException.badRequest(
                        number.isEmpty()
                                ? "invalid limit: must be an integer"
                                : "invalid limit: must be between 1 and " + most))
                .intValue();
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean descending(Query query) {
        return switch (query.one("dir").orElse("desc")) {
            case "desc" -> true;
            case "asc" -> false;
            default -> throw ApiException.invalidQuery("dir", "must be 'asc' or 'desc'");
        };
    }

    private static Start start(Listing listing, Query query) {
        var next = query.one("next");
        var prev = query.one("prev");
        if (next.isPresent() && prev.isPresent()) {
            throw ApiException.badRequest("cannot specify both 'next' and 'prev' cursors");
        }
        return next.<Start>map(text -> new Start.After(Cursor.parse(listing, text)))
                .or(() -> prev.map(text -> new Start.Before(Cursor.parse(listing, text))))
                .orElseGet(Start.First::new);
    }
}
