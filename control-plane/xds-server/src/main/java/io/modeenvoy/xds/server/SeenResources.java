package io.modeenvoy.xds.server;

import org.jspecify.annotations.Nullable;

/** What a client is known to hold: its view, but for what is on its way to it. */
record SeenResources(
        Subscription scope, ClientView view, @Nullable Outstanding sent) implements HeldResources {
    @Override
    public @Nullable String version(String name) {
        ClientView known = sent != null && sent.carries(name) ? sent.before() : view;
        return scope.covers(name) ? Held.versionOf(known.held(name)) : null;
    }

    @Override
    public boolean isAllOf(String typeVersion) {
        return sent == null
                && view.upToDate()
                && view.base().version().equals(typeVersion)
                && (scope.wildcard() || view.base().isAllIn(scope.names()));
    }
}
