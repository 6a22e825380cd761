package io.modeenvoy.xds.server;

import java.time.Instant;

/** A publication: the how manieth of its group, and when. */
record Moment(long generation, Instant at) {}
