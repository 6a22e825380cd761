package io.modeenvoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.policy.RuleGrace;
import io.modeenvoy.policy.SecretValue;
import io.modeenvoy.policy.wire.PolicyTypes;
import io.modeenvoy.translator.TranslatorOptions;
import io.modeenvoy.xds.server.AckBoard;
import io.modeenvoy.xds.server.ResourceKey;
import io.modeenvoy.xds.server.SnapshotStore;
import io.modeenvoy.xds.translator.TranslatedResource;
import io.modeenvoy.xds.translator.TypeUrls;
import io.modeenvoy.xds.translator.XdsOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever changes: what follows from the changes alone is what all of it would be translated to. */
final class RandomEditsTest {
    private static final int MOVES = 120;
    private static final Pepper PEPPER = new Pepper("1", new SecretValue(SecretValue.pepperName("1"), new byte[32]));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));

    private Pipeline pipeline(Duration grace) {
        return new Pipeline(
                TranslatorOptions.files(), XdsOptions.defaults(), PEPPER, new RetiredRules(now::get, grace));
    }

    /** A control plane without its threads. */
    private final class Plane {
        private final Pipeline pipeline;
        private final SnapshotStore store = new SnapshotStore();
        private final AckBoard acks = new AckBoard();
        private final Publication publication = new Publication(store, acks);

        Plane(Duration grace) {
            this.pipeline = pipeline(grace);
        }

        Pass pass(ResourceView view) {
            Pass pass = pipeline.translate(view);
            publication.publish(pass.xds().groups());
            return pass;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void followingTheChangesIsTranslatingAll(long seed) {
        RandomObjects objects = new RandomObjects(seed);
        ResourceView view = objects.start();
        Plane following = new Plane(Duration.ZERO);
        Plane keeping = new Plane(RuleGrace.ROUTE);
        Seen seen = new Seen();
        for (int move = 0; move < MOVES; move++) {
            String at = "seed " + seed + ", move " + move;
            Plane fresh = new Plane(Duration.ZERO);
            Pass expected = fresh.pass(view);
            assertSame(at, following, following.pass(view), fresh, expected);
            seen.add(expected);
            keeping.pass(view);
            now.updateAndGet(time -> time.plusMillis(700));
            view = objects.move(view);
        }
        seen.check();
        now.updateAndGet(time -> time.plus(RuleGrace.ROUTE));
        Plane fresh = new Plane(Duration.ZERO);
        keeping.pass(view);
        now.updateAndGet(time -> time.plus(RuleGrace.ROUTE));
        assertSame("seed " + seed + ", after the grace", keeping, keeping.pass(view), fresh, fresh.pass(view));
    }

    /** That the moves lead somewhere: every kind of resource, and mistakes, come and go. */
    private static final class Seen {
        private static final Set<String> MOVING = Set.of(
                "diagnostics",
                "attachments",
                "listener sets",
                "routes of gRPC",
                "policies with ancestors",
                "all " + TypeUrls.CLUSTER,
                "all " + TypeUrls.ENDPOINTS,
                "services " + PolicyTypes.CONSUMER,
                "services " + PolicyTypes.KEY,
                "services " + PolicyTypes.ROUTE,
                "services " + PolicyTypes.AI_ROUTE,
                "services " + PolicyTypes.PROVIDER);

        private final Map<String, Set<Integer>> sizes = new TreeMap<>();

        void add(Pass pass) {
            count("diagnostics", pass.translation().diagnostics().size());
            count("attachments", pass.translation().attachments().size());
            count("listener sets", pass.translation().listenerSets().size());
            count("routes of gRPC", (int) pass.translation().attachments().values().stream()
                    .flatMap(List::stream)
                    .filter(attachment -> attachment.route().kind().equals("GRPCRoute") && attachment.accepted())
                    .count());
            count("policies with ancestors", (int) pass.translation().ancestors().values().stream()
                    .filter(gateways -> !gateways.isEmpty())
                    .count());
            pass.xds()
                    .groups()
                    .forEach((group, resources) ->
                            resources.byType().forEach((type, byName) -> count(group + " " + type, byName.size())));
        }

        private void count(String what, int size) {
            sizes.computeIfAbsent(what, _ -> new TreeSet<>()).add(size);
        }

        void check() {
            assertThat(MOVING)
                    .allSatisfy(what -> assertThat(sizes.getOrDefault(what, Set.of()))
                            .as(what)
                            .hasSizeGreaterThan(1));
        }
    }

    private static void assertSame(String at, Plane one, Pass pass, Plane other, Pass expected) {
        assertThat(pass.translation().ir())
                .as(at)
                .isEqualTo(expected.translation().ir());
        assertThat(pass.translation())
                .as(at)
                .usingRecursiveComparison()
                .comparingOnlyFields("attachments", "listeners", "listenerSets", "ancestors")
                .isEqualTo(expected.translation());
        assertThat(pass.translation().diagnostics())
                .as(at)
                .containsExactlyElementsOf(expected.translation().diagnostics());
        assertThat(pass.xds().groups()).as(at).isEqualTo(expected.xds().groups());
        assertThat(pass.resourcesByObject()).as(at).isEqualTo(expected.resourcesByObject());
        assertThat(new StatusBoard(one.store, one.acks, List::of).status(pass))
                .as(at)
                .isEqualTo(new StatusBoard(other.store, other.acks, List::of).status(expected));
        expected.xds()
                .groups()
                .keySet()
                .forEach(group -> assertThat(versions(one.store, group, pass))
                        .as(at)
                        .isEqualTo(versions(other.store, group, expected)));
        pass.xds()
                .resources()
                .map(TranslatedResource::key)
                .forEach(key -> assertThat(pass.xds().origins(key))
                        .as(at)
                        .isEqualTo(expected.xds().origins(key)));
    }

    /** What a group is served, by content. */
    private static Map<ResourceKey, @Nullable String> versions(SnapshotStore store, String group, Pass pass) {
        Map<ResourceKey, @Nullable String> versions = new TreeMap<>();
        pass.xds()
                .group(group)
                .byType()
                .forEach((type, byName) -> byName.keySet().forEach(name -> {
                    ResourceKey key = new ResourceKey(type, name);
                    versions.put(key, store.version(group, key));
                }));
        return versions;
    }
}
