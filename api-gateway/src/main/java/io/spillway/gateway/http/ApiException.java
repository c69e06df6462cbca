package io.spillway.gateway.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request is refused: the caller gets the code's status, the message and the details as JSON. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final Duration SOON = Duration.ofSeconds(1);

    private final ErrorCode code;
    private final transient Details details;
    private final transient Optional<Duration> retryAfter;

    private ApiException(ErrorCode code, String message, Details details, Optional<Duration> retryAfter) {
        // Refusals are answers, not bugs: nobody reads their stack traces, and filling them in costs.
        super(message, null, false, false);
        this.code = code;
        this.details = details;
        this.retryAfter = retryAfter;
    }

    public ApiException(ErrorCode code, String message, Details details) {
        this(code, message, details, Optional.empty());
    }

    public ApiException(ErrorCode code, String message) {
        this(code, message, new Details.None());
    }

    public static ApiException notFound(String what) {
        return new ApiException(ErrorCode.NOT_FOUND, what + " not found");
    }

    /** The one answer to whoever cannot be told, so that it says nothing about why. */
    public static ApiException unauthorized() {
        return new ApiException(ErrorCode.UNAUTHORIZED, "unauthorized");
    }

    /** The one answer to whoever may not, so that it says nothing about what there is. */
    public static ApiException forbidden() {
        return new ApiException(ErrorCode.FORBIDDEN, "forbidden");
    }

    public static ApiException badRequest(String message) {
        return new ApiException(ErrorCode.BAD_REQUEST, message);
    }

    public static ApiException invalid(String message) {
        return new ApiException(ErrorCode.INVALID, message);
    }

    /** Fields of a body break rules; one sentence each. */
    public static ApiException invalid(List<String> problems) {
        return new ApiException(ErrorCode.INVALID, "validation error", new Details.Problems(problems));
    }

    /** The body is no JSON object, or a field of it is of another type than it must be. */
    public static ApiException invalidJson(List<String> problems) {
        return new ApiException(ErrorCode.INVALID, "invalid JSON", new Details.Problems(problems));
    }

    public static ApiException invalidJson(String problem) {
        return invalidJson(List.of(problem));
    }

    /** A query parameter breaks a rule; it is reported under {@code query.<name>}. */
    public static ApiException invalidQuery(String name, String problem) {
        return new ApiException(
                ErrorCode.INVALID, "validation error", new Details.Named(Map.of("query." + name, problem)));
    }

    public static ApiException tooLarge(String what, long limit) {
        return new ApiException(
                ErrorCode.TOO_LARGE,
                "request body too large",
                new Details.Problems(List.of(what + " must not be larger than " + limit + " bytes")));
    }

    public static ApiException unavailable(String message) {
        return new ApiException(ErrorCode.UNAVAILABLE, message, new Details.None(), Optional.of(SOON));
    }

    /** @param wait until one more is taken */
    public static ApiException tooMany(Duration wait) {
        return new ApiException(ErrorCode.TOO_MANY, "rate limit exceeded", new Details.None(), Optional.of(wait));
    }

    /** What is asked for is taken by others for a moment. */
    public static ApiException tooMany(String message) {
        return new ApiException(ErrorCode.TOO_MANY, message, new Details.None(), Optional.of(SOON));
    }

    public ErrorCode code() {
        return code;
    }

    public Details details() {
        return details;
    }

    /** When to ask again. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** The message; never null here. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
