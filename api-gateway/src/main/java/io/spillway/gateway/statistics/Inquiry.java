package io.spillway.gateway.statistics;

import io.spillway.domain.TenantId;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Details;
import io.spillway.gateway.http.ErrorCode;
import io.spillway.gateway.http.Ids;
import io.spillway.gateway.http.Query;
import io.spillway.stream.query.statistics.Dimension;
import io.spillway.stream.query.statistics.Granularity;
import io.spillway.stream.query.statistics.Question;
import io.spillway.stream.query.statistics.Span;
import io.spillway.stream.query.statistics.Subject;
import io.spillway.wire.Rfc3339;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the caller asks for, read from the query; whatever is wrong with it is refused with 400 and what to do. */
record Inquiry(Question question, List<Measure> measures) {

    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");
    private static final String START = "time[start]";
    private static final String END = "time[end]";

    static Inquiry of(Subject subject, Query query) {
        var span = span(query);
        var granularity = query.one("granularity").map(Inquiry::granularity);
        granularity.ifPresent(width -> requireFew(span, width));
        var measures = query.list("measures").stream()
                .distinct()
                .map(word -> Measure.of(word, subject).orElseThrow(() -> unknown("measure", word)))
                .toList();
        if (measures.isEmpty()) {
            throw ApiException.badRequest("at least one measures[] is required");
        }
        var dimensions = query.list("dimensions").stream()
                .distinct()
                .map(word -> dimension("dimension", word, subject))
                .toList();
        return new Inquiry(new Question(subject, span, granularity, dimensions, filters(query, subject)), measures);
    }

    private static Span span(Query query) {
        if (Stream.of(START, END).anyMatch(name -> query.one(name).isEmpty())) {
            throw ApiException.badRequest("time[start] and time[end] are required");
        }
        var from = time(query, START);
        var until = time(query, END);
        try {
            return new Span(from, until);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("invalid time range: start must be before end");
        }
    }

    private static Instant time(Query query, String name) {
        var text = query.one(name).orElseThrow();
        // A plus sign that was not percent-encoded arrives as a space.
        return Rfc3339.parse(text.replace(' ', '+'))
                .orElseThrow(() -> ApiException.badRequest(
                        "invalid " + name + ": it must be an RFC 3339 time, as 2026-01-31T00:00:00Z"));
    }

    private static Granularity granularity(String text) {
        try {
            return Granularity.parse(text);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static void requireFew(Span span, Granularity granularity) {
        if (Series.buckets(span, granularity).size() > Series.MOST_ROWS) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST,
                    "query too broad: try fewer dimensions, more filters, or a shorter time range",
                    new Details.Problems(List.of("the time range has more than " + Series.MOST_ROWS + " buckets of "
                            + granularity + "; wider buckets help as well")));
        }
    }

    private static Map<Dimension, Set<String>> filters(Query query, Subject subject) {
        var filters = new EnumMap<Dimension, Set<String>>(Dimension.class);
        for (var operator : query.operators("filters")) {
            // Of filters[topic][0] this is topic][0.
            var word = operator.split("]", 2)[0];
            var values = query.list("filters[" + word + "]");
            if (!values.isEmpty()) {
                filters.put(dimension("filter", word, subject), Set.copyOf(values));
            }
        }
        filters.forEach((dimension, values) -> values.forEach(value -> requirePossible(dimension, value)));
        return filters;
    }

    private static void requirePossible(Dimension dimension, String value) {
        var rule = switch (dimension) {
            case STATUS -> unless(Set.of("success", "failed").contains(value), "success or failed");
            case MANUAL -> unless(Set.of("true", "false").contains(value), "true or false");
            case ATTEMPT_NUMBER -> unless(NUMBER.matcher(value).matches(), "a number from 1");
            case TENANT_ID -> unless(Ids.parse(value, TenantId::new).isPresent(), "a tenant's id");
            case TOPIC, DESTINATION_ID, DESTINATION_TYPE, CODE -> Optional.<String>empty();
        };
        rule.ifPresent(wanted -> {
            throw ApiException.badRequest("filters[" + dimension.word() + "] must be " + wanted);
        });
    }

    private static Optional<String> unless(boolean possible, String wanted) {
        return possible ? Optional.empty() : Optional.of(wanted);
    }

    private static Dimension dimension(String role, String word, Subject subject) {
        return Dimension.of(word).filter(subject::has).orElseThrow(() -> unknown(role, word));
    }

    private static ApiException unknown(String role, String word) {
        return ApiException.badRequest("unknown " + role + " \"" + word + "\"");
    }
}
