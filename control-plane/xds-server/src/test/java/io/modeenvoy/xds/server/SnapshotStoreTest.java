package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.Fixtures.cluster;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a publication leads to. */
final class SnapshotStoreTest {
    private static final String GROUP = "g";
    private static final String TYPE = "example.com/T";

    private final ManualClock clock = new ManualClock();
    private final SnapshotStore store = new SnapshotStore(clock);

    @Test
    void wholePublicationsEndWithWhatWasPublishedHoweverTheyDiffer() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            Map<String, XdsResource> wanted = random.nextBoolean() ? new HashMap<>() : new TreeMap<>();
            for (int j = random.nextInt(8); j > 0; j--) {
                String name = "n" + random.nextInt(10);
                wanted.put(name, cluster(name, random.nextInt(3)));
            }
            store.publish(GROUP, Map.of(TYPE, wanted));
            assertThat(content()).isEqualTo(new TreeMap<>(wanted));
        }
    }

    @Test
    void equalPublicationWakesNobody() {
        AtomicInteger woken = new AtomicInteger();
        store.publish(GROUP, ChangeSet.upsert(TYPE, cluster("a", 1)));
        store.watch(GROUP, woken::incrementAndGet);
        store.publish(GROUP, ChangeSet.upsert(TYPE, cluster("a", 1)));
        store.publish(GROUP, Map.of(TYPE, Map.of("a", cluster("a", 1))));
        assertThat(woken).hasValue(0);
        store.publish(GROUP, ChangeSet.remove(TYPE, "a"));
        assertThat(woken).hasValue(1);
    }

    @Test
    void remembersForAWhileWhatHasChangedSinceAVersion() {
        store.publish(GROUP, ChangeSet.upsert(TYPE, cluster("a", 1)));
        String first = store.version(GROUP, TYPE);
        store.publish(GROUP, ChangeSet.upsert(TYPE, cluster("b", 1)));
        store.publish(GROUP, ChangeSet.upsert(TYPE, cluster("c", 1)));

        assertThat(store.changedSince(GROUP, TYPE, first)).containsExactly("b", "c");
        assertThat(store.changedSince(GROUP, TYPE, store.version(GROUP, TYPE))).isEmpty();
        assertThat(store.changedSince(GROUP, TYPE, "a version of nobody's")).isNull();
        assertThat(store.changedSince("nobody", TYPE, first)).isNull();

        for (int i = 0; i < 100; i++) {
            store.publish(GROUP, ChangeSet.upsert(TYPE, cluster("c", i + 2)));
        }
        assertThat(store.changedSince(GROUP, TYPE, first)).isNull();
    }

    @Test
    void groupThatOnlyAClientClaimedIsForgottenWithTheClient() {
        SnapshotStore.Watch watch = store.watch("claimed", () -> {});
        watch.close();
        store.publish(GROUP, Map.of());
        assertThat(store.groups()).containsExactly(GROUP);
        assertThat(store.snapshot("claimed")).isNull();
    }

    @Test
    void manyGenerationsBehindStillFindsEveryDifference() {
        store.publish(GROUP, ChangeSet.upsert(TYPE, cluster("a", 0)));
        TypeSnapshot old = type();
        for (int i = 0; i < 200; i++) {
            store.publish(GROUP, ChangeSet.upsert(TYPE, cluster("n" + i, 1)));
        }
        assertThat(type().changedSince(old)).hasSizeGreaterThanOrEqualTo(200).contains("n0", "n199");
    }

    @Test
    void everyGenerationKnowsWhenItWasFirstOutOfDate() {
        assertThat(type().publishedAfter(0)).isNull();
        store.publish(GROUP, ChangeSet.upsert(TYPE, cluster("a", 1)));
        TypeSnapshot first = type();
        Instant second = clock.instant().plusSeconds(1);
        for (int i = 2; i < 9; i++) {
            clock.advance(Duration.ofSeconds(1));
            store.publish(GROUP, ChangeSet.upsert("example.com/Other", cluster("a", i)));
            store.publish(GROUP, ChangeSet.upsert(TYPE, cluster("a", i)));
        }
        assertThat(type().publishedAfter(first.generation())).isEqualTo(second);
        assertThat(type().publishedAfter(type().generation())).isNull();
    }

    @Test
    void resourceUnderAnotherNameIsOurBug() {
        assertThatThrownBy(() -> store.publish(GROUP, Map.of(TYPE, Map.of("b", cluster("a", 1)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("b: a (expected");
        assertThatThrownBy(() -> new XdsResource("*", ByteString.EMPTY)).hasMessageContaining("expected");
    }

    private Map<String, XdsResource> content() {
        Map<String, XdsResource> content = new TreeMap<>();
        type().entries().forEach(entry -> content.put(entry.name(), entry.resource()));
        return content;
    }

    private TypeSnapshot type() {
        GroupSnapshot snapshot = store.snapshot(GROUP);
        TypeSnapshot type = snapshot == null ? null : snapshot.type(TYPE);
        return type == null ? TypeSnapshot.empty(TYPE) : type;
    }
}
