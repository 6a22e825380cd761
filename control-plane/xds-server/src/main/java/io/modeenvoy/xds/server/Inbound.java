package io.modeenvoy.xds.server;

/** What a client's message turned out to be. */
sealed interface Inbound permits Requests.Received, Refusal {}
