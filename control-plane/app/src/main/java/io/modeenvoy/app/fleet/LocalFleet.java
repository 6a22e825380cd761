package io.modeenvoy.app.fleet;

import io.modeenvoy.app.fleet.Standing.Member;
import io.modeenvoy.app.fleet.Standing.OfType;
import io.modeenvoy.app.fleet.Standing.Refusal;
import io.modeenvoy.crd.Printable;
import io.modeenvoy.crd.SizeLimit;
import io.modeenvoy.xds.server.AckBoard;
import io.modeenvoy.xds.server.ClientStatus;
import io.modeenvoy.xds.server.HeldResources;
import io.modeenvoy.xds.server.NodeAcks;
import io.modeenvoy.xds.server.SnapshotStore;
import io.modeenvoy.xds.server.TypeAcks;
import io.modeenvoy.xds.server.XdsResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The clients of this replica. A client at rest costs a look at each of its types. */
public final class LocalFleet {
    private final SnapshotStore store;
    private final AckBoard acks;
    private final Supplier<List<ClientStatus>> clients;

    public LocalFleet(SnapshotStore store, AckBoard acks, Supplier<List<ClientStatus>> clients) {
        this.store = store;
        this.acks = acks;
        this.clients = clients;
    }

    private record Alike(String group, SortedMap<String, OfType> types) {}

    /** Where they stand now. */
    public List<Standing> standings() {
        Map<Long, String> dialects = new HashMap<>();
        clients.get().forEach(client -> dialects.put(client.node().stream(), client.delta() ? "delta" : "sotw"));
        Map<Alike, List<Member>> members = new LinkedHashMap<>();
        for (NodeAcks node : acks.nodes()) {
            SortedMap<String, OfType> types = new TreeMap<>();
            node.types()
                    .forEach(
                            (typeUrl, of) -> types.put(typeUrl, type(node.node().group(), typeUrl, of)));
            members.computeIfAbsent(new Alike(node.node().group(), types), _ -> new ArrayList<>())
                    .add(new Member(
                            node.node().id(),
                            node.node().since().toString(),
                            dialects.getOrDefault(node.node().stream(), "")));
        }
        return members.entrySet().stream()
                .map(alike ->
                        new Standing(alike.getKey().group(), alike.getKey().types(), alike.getValue(), 0))
                .toList();
    }

    private OfType type(String group, String typeUrl, TypeAcks of) {
        String version = store.version(group, typeUrl);
        SortedMap<String, Refusal> refusals = new TreeMap<>();
        of.rejections().forEach((name, rejected) -> {
            if (rejected.exact()) { // one of several suspects is tried again and not blamed yet
                refusals.put(
                        name, new Refusal(rejected.version(), Printable.of(rejected.message(), SizeLimit.MESSAGE)));
            }
        });
        if (of.held().isAllOf(version)) {
            return OfType.of(version, false, new TreeSet<>(), refusals);
        }
        SortedSet<String> lacks = lacks(group, typeUrl, of.held());
        boolean fresh = of.ackedVersion().isEmpty() && of.rejections().isEmpty() && !lacks.isEmpty();
        return OfType.of(version, fresh, lacks, refusals);
    }

    private SortedSet<String> lacks(String group, String typeUrl, HeldResources held) {
        SortedSet<String> lacks = new TreeSet<>();
        for (XdsResource resource : store.resources(group, typeUrl)) {
            if (!resource.version().equals(held.version(resource.name()))) {
                lacks.add(resource.name());
            }
        }
        return lacks;
    }
}
