package io.modeenvoy.xds.server;

import java.util.Collection;

/**
 * One response to one client.
 *
 * @param version the version of the type's whole content at the time
 * @param names what it carried: resources and removals
 * @param held what the client holds as far as it has acknowledged
 */
public record Delivery(String typeUrl, String version, Collection<String> names, HeldResources held) {}
