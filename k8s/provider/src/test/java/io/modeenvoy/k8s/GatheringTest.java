package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.modeenvoy.crd.Kinds;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GatheringTest {
    private static final Kinds.Kind<?> CONFIG_MAP = kind("ConfigMap");
    private static final Kinds.Kind<?> AI_ROUTE = kind("AIRoute");
    private static final ObjectKey KEY = new ObjectKey("ConfigMap", "ns", "a");

    private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
    private final BlockingQueue<ClusterState> states = new LinkedBlockingQueue<>();
    private final ObservedObjects observed = new ObservedObjects();
    private final Thread thread = Thread.ofVirtual()
            .start(new Gathering(List.of(CONFIG_MAP, AI_ROUTE), changes, observed, states::add, _ -> {}));

    @AfterEach
    void stop() {
        thread.interrupt();
    }

    @Test
    void tellsNothingBeforeAllKindsAreKnown() throws InterruptedException {
        changes.add(present("a", "1"));
        changes.add(new Change.Listed(CONFIG_MAP, Set.of(KEY)));
        assertThat(states.poll(100, TimeUnit.MILLISECONDS)).isNull();

        changes.add(new Change.Missing(AI_ROUTE));

        assertThat(next().view().list(ConfigMap.class)).hasSize(1);
    }

    @Test
    void tellsNothingWhenNothingHasChanged() throws InterruptedException {
        ClusterState first = ready();

        changes.add(present("a", "1"));
        changes.add(new Change.Listed(CONFIG_MAP, Set.of(KEY)));
        changes.add(present("a", "2"));

        ClusterState second = next();
        assertThat(first.view().get(ConfigMap.class, "ns", "a")).isNotNull();
        assertThat(second.view().revision()).isEqualTo(first.view().revision() + 1);
        assertThat(states).isEmpty();
    }

    @Test
    void forgetsWhatAListDoesNotHave() throws InterruptedException {
        ready();

        changes.add(new Change.Listed(CONFIG_MAP, Set.of()));

        assertThat(next().view().list(ConfigMap.class)).isEmpty();
        assertThat(observed.get(KEY)).isNull();
    }

    @Test
    void keepsTheLastGoodFormOfWhatCannotBeRead() throws InterruptedException {
        ready();

        changes.add(new Change.Unreadable(KEY, ConfigMap.class, new Unreadable("why", 2), seen("2")));
        ClusterState state = next();

        assertThat(value(state)).isEqualTo("1");
        assertThat(state.view().isUnreadable(ConfigMap.class, "ns", "a")).isFalse();
        assertThat(state.unreadable()).isEqualTo(Map.of(KEY, new Unreadable("why", 2)));

        changes.add(present("a", "3"));
        ClusterState good = next();
        assertThat(value(good)).isEqualTo("3");
        assertThat(good.unreadable()).isEmpty();
    }

    @Test
    void namesWhatNeverCouldBeReadUntilItIsGone() throws InterruptedException {
        ready();
        ObjectKey other = new ObjectKey("ConfigMap", "ns", "b");

        changes.add(new Change.Unreadable(other, ConfigMap.class, new Unreadable("why", 2), seen("2")));
        ClusterState state = next();

        assertThat(state.view().list(ConfigMap.class)).hasSize(1);
        assertThat(state.view().isUnreadable(ConfigMap.class, "ns", "b")).isTrue();

        changes.add(new Change.Gone(other, ConfigMap.class));
        ClusterState gone = next();
        assertThat(gone.view().isUnreadable(ConfigMap.class, "ns", "b")).isFalse();
        assertThat(gone.unreadable()).isEmpty();
    }

    @Test
    void gathersAStorm() throws InterruptedException {
        ready();

        for (int i = 0; i < 1000; i++) {
            changes.add(present("a", "v" + i));
        }

        ClusterState last = next();
        while (!value(last).equals("v999")) {
            last = next();
        }
        assertThat(states.size()).isLessThan(100);
    }

    private ClusterState ready() throws InterruptedException {
        changes.add(present("a", "1"));
        changes.add(new Change.Listed(CONFIG_MAP, Set.of(KEY)));
        changes.add(new Change.Listed(AI_ROUTE, Set.of()));
        return next();
    }

    private ClusterState next() throws InterruptedException {
        ClusterState state = states.poll(10, TimeUnit.SECONDS);
        if (state == null) {
            throw new AssertionError("no state within 10 s");
        }
        return state;
    }

    private static String value(ClusterState state) {
        return String.valueOf(
                state.view().list(ConfigMap.class).getFirst().getData().get("value"));
    }

    private static Change present(String name, String value) {
        ConfigMap map = new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("ns")
                .withName(name)
                .endMetadata()
                .addToData("value", value)
                .build();
        return new Change.Present(new ObjectKey("ConfigMap", "ns", name), map, seen("1"));
    }

    private static Observed seen(String version) {
        return new Observed("uid", version, MissingNode.getInstance());
    }

    private static Kinds.Kind<?> kind(String name) {
        return Kinds.all().stream()
                .filter(kind -> kind.kind().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
