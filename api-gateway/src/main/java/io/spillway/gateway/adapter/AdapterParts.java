package io.spillway.gateway.adapter;

import io.spillway.gateway.destination.Destinations;
import io.spillway.gateway.event.Bodies;
import io.spillway.gateway.publish.Intake;
import io.spillway.gateway.request.Changes;
import io.spillway.stream.query.Queries;

/** What the routes of other systems work with: the same that ours do. */
public record AdapterParts(Intake intake, Destinations destinations, Queries queries, Bodies bodies, Changes changes) {}
