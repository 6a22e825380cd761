package io.modeenvoy.app;

import static io.modeenvoy.app.WrittenCluster.brief;
import static io.modeenvoy.app.WrittenCluster.edge;
import static io.modeenvoy.app.WrittenCluster.gateway;
import static io.modeenvoy.app.WrittenCluster.listenerSet;
import static io.modeenvoy.app.WrittenCluster.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.k8s.ObjectKey;
import io.modeenvoy.k8s.Unreadable;
import io.modeenvoy.k8s.WantedStatus;
import io.modeenvoy.k8s.WantedStatus.Condition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of objects that cannot be read, or that nobody serves any more. */
final class LostObjectsTest {
    private static final ObjectKey GATEWAY = new ObjectKey("Gateway", "demo", "edge");
    private static final ObjectKey GONE = new ObjectKey("Gateway", "demo", "gone");

    private final Map<ObjectKey, Unreadable> unreadable = new HashMap<>();
    private final Set<ObjectKey> before = new HashSet<>();

    @TempDir
    private Path directory;

    @Test
    void tellsAnObjectOfOursThatItCannotBeRead() throws IOException {
        ObjectKey key = new ObjectKey("AIRoute", "demo", "chat");
        Unreadable why = new Unreadable("why", 7);
        unreadable.putAll(Map.of(key, why, new ObjectKey("Service", "demo", "cart"), why));
        Map<ObjectKey, WantedStatus> statuses = statuses();

        assertThat(statuses)
                .containsEntry(
                        key,
                        new WantedStatus.OfObject(
                                List.of(new Condition("Accepted", "False", "UnsupportedValue", "why", 7))))
                .doesNotContainKey(new ObjectKey("Service", "demo", "cart"));
    }

    @Test
    void tellsAnObjectThatCannotBeReadAnyMoreAndStaysInUse() throws IOException {
        ObjectKey shop = new ObjectKey("HTTPRoute", "demo", "shop");
        unreadable.putAll(Map.of(GATEWAY, new Unreadable("why", 7), shop, new Unreadable("why", 7)));
        Map<ObjectKey, WantedStatus> statuses = statuses(
                gateway("modeenvoy", "{name: http, port: 80, protocol: HTTP}"),
                route("{name: edge}", "{backendRefs: []}"));

        Condition refused =
                new Condition("Accepted", "False", "UnsupportedValue", "why; the last good form stays in use", 7);
        assertThat(edge(statuses).conditions()).contains(refused).hasSize(2);
        assertThat(edge(statuses).listeners()).hasSize(1);
        WantedStatus.OfRoute route =
                (WantedStatus.OfRoute) Objects.requireNonNull(statuses.get(new ObjectKey("HTTPRoute", "demo", "shop")));
        assertThat(route.parents().getFirst().conditions()).contains(refused);
    }

    @ParameterizedTest
    @CsvSource({"absent,true,true", "absent,false,false", "theirs,true,false", "modeenvoy,true,false"})
    void withdrawsWhatItSaidOfAGatewayThatIsNobodysAnyMore(String className, boolean said, boolean withdrawn)
            throws IOException {
        ObjectKey set = new ObjectKey("ListenerSet", "demo", "more");
        if (said) {
            before.addAll(List.of(GATEWAY, set, GONE));
        }
        Map<ObjectKey, WantedStatus> statuses = statuses(
                gateway(className, "{name: http, port: 80, protocol: HTTP}"),
                listenerSet("more", "edge", "{name: other, port: 81, protocol: HTTP}"));

        assertThat(statuses).doesNotContainKey(GONE);
        List<String> gateway = List.of("Accepted=False NoGatewayClass", "Programmed=False NoGatewayClass");
        List<String> listenerSet = List.of("Accepted=False ParentNotAccepted", "Programmed=False ParentNotAccepted");
        assertThat(statuses.get(GATEWAY) instanceof WantedStatus.OfGateway found
                        && brief(found.conditions()).equals(gateway))
                .isEqualTo(withdrawn);
        assertThat(statuses.get(set) instanceof WantedStatus.OfListenerSet found
                        && brief(found.conditions()).equals(listenerSet))
                .isEqualTo(withdrawn);
    }

    private Map<ObjectKey, WantedStatus> statuses(String... documents) throws IOException {
        return new WrittenCluster(directory).statuses(unreadable, before, documents);
    }
}
