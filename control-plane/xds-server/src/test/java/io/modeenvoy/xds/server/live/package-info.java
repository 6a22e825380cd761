/** The server with a real Envoy. Uses the server as its users do. */
package io.modeenvoy.xds.server.live;
