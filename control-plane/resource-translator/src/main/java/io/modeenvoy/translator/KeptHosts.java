package io.modeenvoy.translator;

import io.modeenvoy.incremental.Each;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.incremental.Union;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.VirtualHostIr;
import java.util.List;

/**
 * Whether a tenant's hostname needs a virtual host without routes in a table: a wider one is there, its routes are another's, and without it Envoy would give them the
 * calls. Where there is none, calls are answered with 404.
 */
record KeptHosts(String table, Hostname hostname) implements Query<Boolean> {
    @Override
    public Boolean answer(Scope scope) {
        return !scope.ask(new IsServed(table, hostname))
                && Hostnames.above(hostname).stream()
                        .filter(wider -> scope.ask(new IsServed(table, wider)))
                        .findFirst()
                        .filter(wider ->
                                !scope.ask(new Tenants.Owner(wider)).equals(scope.ask(new Tenants.Owner(hostname))))
                        .isPresent();
    }

    /** Whether a hostname of a table has routes; which ones does not matter here. */
    private record IsServed(String table, Hostname hostname) implements Query<Boolean> {
        @Override
        public Boolean answer(Scope scope) {
            return scope.at(new RouteTables.HostnamesOf(table), hostname) != null;
        }
    }

    /** Whether each tenant's hostname needs one. */
    private record EachOwned(String table) implements Each<Scope, Hostname, Boolean> {
        @Override
        public Question<Scope, PersistentMap<Hostname, Boolean>> members() {
            return new Tenants.Owned();
        }

        @Override
        public Question<Scope, Boolean> about(Hostname hostname) {
            return new KeptHosts(table, hostname);
        }
    }

    /** Those of one table. */
    record Of(String table) implements Union<Scope, Hostname, Boolean, Hostname, VirtualHostIr> {
        @Override
        public Question<Scope, PersistentMap<Hostname, Boolean>> of() {
            return new EachOwned(table);
        }

        @Override
        public PersistentMap<Hostname, VirtualHostIr> said(Hostname hostname, Boolean kept) {
            return kept
                    ? PersistentMap.of(hostname, new VirtualHostIr(table + "/" + hostname, hostname, List.of()))
                    : PersistentMap.empty();
        }
    }
}
