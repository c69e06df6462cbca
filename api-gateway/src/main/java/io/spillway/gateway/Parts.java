package io.spillway.gateway;

import io.spillway.destination.DestinationTypes;
import io.spillway.destination.Vault;
import io.spillway.destination.transform.Transformer;
import io.spillway.gateway.event.Bodies;
import io.spillway.gateway.live.Feed;
import io.spillway.gateway.request.Outbox;
import io.spillway.gateway.request.Requests;
import io.spillway.stream.query.Queries;

/**
 * What the API works with; it closes none of it.
 *
 * @param queries what the stores know now
 * @param history what is known of the past, the present included
 * @param requests the same object that takes the answers of a tenant task in this process
 */
public record Parts(
        Queries queries,
        Bodies bodies,
        Feed feed,
        Requests requests,
        Outbox outbox,
        DestinationTypes types,
        Vault vault,
        Transformer transformer,
        DeploymentParts deployment,
        History history) {}
