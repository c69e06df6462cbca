package io.spillway.gateway.request;

import io.spillway.domain.Rejection;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Details;
import io.spillway.gateway.http.ErrorCode;
import java.util.Map;

/** How the contract words what a tenant task refused. */
public final class Rejections {

    private Rejections() {}

    public static ApiException of(Rejection rejection) {
        return switch (rejection) {
            case TENANT_NOT_FOUND -> ApiException.notFound("tenant");
            case DESTINATION_NOT_FOUND -> ApiException.notFound("destination");
            case EVENT_NOT_FOUND -> ApiException.notFound("event");
            case DESTINATION_EXISTS -> ApiException.badRequest("destination already exists");
            case TOO_MANY_DESTINATIONS -> ApiException.badRequest("maximum number of destinations per tenant reached");
            case VERSION_MOVED -> new ApiException(ErrorCode.CONFLICT, "the destination keeps changing; try again");
            case DESTINATION_DISABLED ->
                new ApiException(
                        ErrorCode.BAD_REQUEST,
                        "Destination is disabled",
                        new Details.Named(Map.of("error", "destination_disabled")));
            case DESTINATION_DOES_NOT_MATCH -> ApiException.badRequest("destination does not match event");
            case TOO_MANY_ATTEMPTS -> ApiException.badRequest("the delivery has had as many attempts as are recorded");
            case JOB_NOT_FOUND -> ApiException.notFound("job");
            case JOB_ENDED -> new ApiException(ErrorCode.CONFLICT, "it has ended");
            case TENANT_BEING_ERASED ->
                new ApiException(ErrorCode.CONFLICT, "the tenant is being erased; try again when that is done");
            case DEAD_LETTER_NOT_FOUND -> ApiException.notFound("dead letter");
            case TOO_LARGE -> new ApiException(ErrorCode.TOO_LARGE, "the change is too large to be stored");
        };
    }
}
