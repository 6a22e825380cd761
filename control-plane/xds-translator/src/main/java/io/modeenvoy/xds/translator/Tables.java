package io.modeenvoy.xds.translator;

import io.modeenvoy.incremental.Each;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.incremental.Union;
import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.ListenerIr;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.VirtualHostIr;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Route tables: a changed host is translated again, the others of its table are not. */
final class Tables {
    private Tables() {}

    /** The virtual hosts of a listener. */
    record HostsOf(String listener) implements Query<PersistentMap<Hostname, VirtualHostIr>> {
        @Override
        public PersistentMap<Hostname, VirtualHostIr> answer(Scope scope) {
            ListenerIr found = scope.at(new IrParts.Ends(), listener);
            return found == null ? PersistentMap.empty() : found.virtualHosts();
        }
    }

    /** Where a listener comes from. */
    private record OriginOf(String listener) implements Query<Optional<ObjectRef>> {
        @Override
        public Optional<ObjectRef> answer(Scope scope) {
            return Optional.ofNullable(scope.at(new IrParts.Ends(), listener)).map(ListenerIr::origin);
        }
    }

    /** What a redirect takes from a listener. */
    private record EndOf(String listener) implements Query<Rewrites.End> {
        @Override
        public Rewrites.End answer(Scope scope) {
            ListenerIr found = scope.at(new IrParts.Ends(), listener);
            return found == null
                    ? new Rewrites.End(0, false)
                    : new Rewrites.End(found.port().value(), found.tls() != null);
        }
    }

    /** The Host that requests to a cluster carry. */
    private record Authority(String cluster) implements Query<Optional<String>> {
        @Override
        public Optional<String> answer(Scope scope) {
            return Optional.ofNullable(scope.at(new IrParts.Upstreams(), cluster))
                    .map(ClusterIr::authority);
        }
    }

    /** A virtual host, translated. */
    private record Host(String listener, Hostname hostname) implements Query<VirtualHosts.Translated> {
        @Override
        public VirtualHosts.Translated answer(Scope scope) {
            VirtualHostIr host = scope.at(new HostsOf(listener), hostname);
            if (host == null) {
                return VirtualHosts.Translated.GONE;
            }
            SortedMap<String, String> authorities = new TreeMap<>();
            for (RouteIr route : host.routes()) {
                if (route instanceof RouteIr.AiRule rule) {
                    rule.targets()
                            .forEach(target -> target.clusters()
                                    .forEach(name -> scope.ask(new Authority(name))
                                            .ifPresent(authority -> authorities.put(name, authority))));
                }
            }
            return scope.to().virtualHosts().translate(host, scope.ask(new EndOf(listener)), authorities);
        }
    }

    /** The virtual hosts of a listener, translated. */
    private record EachHost(String listener) implements Each<Scope, Hostname, VirtualHosts.Translated> {
        @Override
        public Question<Scope, PersistentMap<Hostname, VirtualHostIr>> members() {
            return new HostsOf(listener);
        }

        @Override
        public Question<Scope, VirtualHosts.Translated> about(Hostname hostname) {
            return new Host(listener, hostname);
        }
    }

    /** The objects behind the hosts of a listener. */
    private record Origins(String listener)
            implements Union<Scope, Hostname, VirtualHosts.Translated, ObjectRef, Boolean> {
        @Override
        public Question<Scope, PersistentMap<Hostname, VirtualHosts.Translated>> of() {
            return new EachHost(listener);
        }

        @Override
        public PersistentMap<ObjectRef, Boolean> said(Hostname hostname, VirtualHosts.Translated host) {
            return host.from();
        }
    }

    /** The route table of a listener. */
    record Table(String listener) implements Query<TranslatedResource> {
        @Override
        public TranslatedResource answer(Scope scope) {
            PersistentMap<ObjectRef, Boolean> from = scope.ask(new Origins(listener));
            Optional<ObjectRef> origin = scope.ask(new OriginOf(listener));
            return VirtualHosts.table(
                    listener,
                    origin.map(ref -> from.plus(ref, true)).orElse(from),
                    scope.ask(new EachHost(listener)).values());
        }
    }
}
