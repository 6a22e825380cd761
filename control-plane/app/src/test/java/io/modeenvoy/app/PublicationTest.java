package io.modeenvoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.Names;
import io.modeenvoy.xds.server.AckBoard;
import io.modeenvoy.xds.server.ChangeSet;
import io.modeenvoy.xds.server.NodeRef;
import io.modeenvoy.xds.server.SnapshotStore;
import io.modeenvoy.xds.translator.GroupResources;
import io.modeenvoy.xds.translator.ResourceKey;
import io.modeenvoy.xds.translator.TranslatedResource;
import io.modeenvoy.xds.translator.TypeUrls;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PublicationTest {
    private static final String TYPE = "type.googleapis.com/a";
    private static final String OTHER = "type.googleapis.com/b";

    private final SnapshotStore store = new SnapshotStore();
    private final Publication publication = new Publication(store, new ProxiesFirst(new AckBoard()));

    @Test
    void theSameInstancesAreNoChange() {
        GroupResources group = group(resource(TYPE, "one", 1), resource(OTHER, "two", 1));

        assertThat(Publication.difference(group, group(all(group))).typeUrls()).isEmpty();
    }

    @Test
    void aNewInstanceIsTheOnlyOneSet() {
        TranslatedResource kept = resource(TYPE, "kept", 1);
        ChangeSet change = Publication.difference(
                group(kept, resource(TYPE, "changed", 1)), group(kept, resource(TYPE, "changed", 2)));

        assertThat(change.upserts()).containsOnlyKeys(TYPE);
        assertThat(change.upserts().get(TYPE)).containsOnlyKeys("changed");
        assertThat(change.removals()).isEmpty();
    }

    @Test
    void whatIsGoneIsRemovedAlsoWhenItsTypeIsGone() {
        TranslatedResource kept = resource(TYPE, "kept", 1);
        ChangeSet change = Publication.difference(
                group(kept, resource(TYPE, "gone", 1), resource(OTHER, "alone", 1)), group(kept));

        assertThat(change.upserts()).isEmpty();
        assertThat(change.removals()).isEqualTo(Map.of(TYPE, Set.of("gone"), OTHER, Set.of("alone")));
    }

    @Test
    void aNewGroupIsPublishedEvenIfItIsEmpty() {
        publication.publish(groups("empty", group()));

        assertThat(store.groups()).containsExactly("empty");
    }

    @Test
    void aGroupThatIsGoneBecomesEmptyAndMayComeBack() {
        publication.publish(groups("edge", group(resource(TYPE, "one", 1))));
        assertThat(version("edge", "one")).isNotNull();

        publication.publish(PersistentMap.empty());
        assertThat(store.groups()).isEmpty();
        assertThat(version("edge", "one")).isNull();

        publication.publish(groups("edge", group(resource(TYPE, "two", 1))));
        assertThat(version("edge", "one")).isNull();
        assertThat(version("edge", "two")).isNotNull();
    }

    @Test
    void thePatienceWithProxiesThatDoNotAnswerIsForAllGroupsTogether() {
        AckBoard acks = new AckBoard();
        PersistentMap<String, GroupResources> groups = groups(Names.SERVICES_GROUP, group(resource(TYPE, "policy", 1)));
        for (int i = 0; i < 5; i++) {
            NodeRef node = new NodeRef(i, "proxy-" + i, "", "group-" + i, Instant.EPOCH);
            acks.connected(node);
            acks.subscribed(node, TypeUrls.ROUTES);
            groups = groups.plus("group-" + i, group(resource(TypeUrls.ROUTES, "routes", 1)));
        }
        AtomicLong nanos = new AtomicLong();
        long tick = Duration.ofMillis(20).toNanos();

        new Publication(store, new ProxiesFirst(acks, () -> nanos.getAndAdd(tick))).publish(groups);

        assertThat(Duration.ofNanos(nanos.get())).isBetween(Duration.ofMillis(400), Duration.ofMillis(500));
    }

    private @org.jspecify.annotations.Nullable String version(String group, String name) {
        return store.version(group, new io.modeenvoy.xds.server.ResourceKey(TYPE, name));
    }

    private static PersistentMap<String, GroupResources> groups(String name, GroupResources resources) {
        return PersistentMap.of(name, resources);
    }

    private static TranslatedResource resource(String type, String name, int mark) {
        StringValue message = StringValue.of(name + mark);
        return TranslatedResource.of(
                new ResourceKey(type, name),
                message,
                message.toByteString(),
                List.of(new ObjectRef("Gateway", "demo", "edge")));
    }

    private static GroupResources group(TranslatedResource... resources) {
        SortedMap<String, PersistentMap<String, TranslatedResource>> byType = new TreeMap<>();
        for (TranslatedResource resource : resources) {
            byType.merge(
                    resource.key().typeUrl(),
                    PersistentMap.of(resource.name(), resource),
                    (all, one) -> all.plus(resource.name(), resource));
        }
        return new GroupResources(byType);
    }

    private static TranslatedResource[] all(GroupResources group) {
        return group.byType().values().stream()
                .flatMap(byName -> byName.values().stream())
                .toArray(TranslatedResource[]::new);
    }
}
