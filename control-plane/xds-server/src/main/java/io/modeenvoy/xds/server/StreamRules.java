package io.modeenvoy.xds.server;

import java.time.Duration;

/**
 * The durations a stream goes by.
 *
 * @param grace how long clusters, endpoints and secrets outlive the last route to them
 * @param patience how long a change waits for the ACK of what it depends on
 */
record StreamRules(Duration grace, Duration patience) {}
