package io.modeenvoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.k8s.ObjectKey;
import io.modeenvoy.k8s.WantedStatus;
import io.modeenvoy.xds.server.NodeRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many statuses are written when one proxy of a fleet comes or goes: those that differ from what was written last. */
final class StatusStormTest {
    private static final String EDGE = "gateway/demo/edge";
    private static final ObjectKey GATEWAY = new ObjectKey("Gateway", "demo", "edge");

    @TempDir
    private Path directory;

    private final Replica replica = new Replica();
    private Pass pass;
    private Map<ObjectKey, WantedStatus> written = Map.of();

    @BeforeEach
    void publish() throws IOException {
        String routes =
                IntStream.range(0, 500).mapToObj(i -> """
                        apiVersion: gateway.networking.k8s.io/v1
                        kind: HTTPRoute
                        metadata: {name: route-%d, namespace: demo}
                        spec: {parentRefs: [{name: edge}], rules: [{matches: [{path: {value: /%d}}]}]}
                        """.formatted(i, i)).collect(Collectors.joining("---\n"));
        pass = new WrittenCluster(directory)
                .pass(WrittenCluster.CLASSES + "---\n"
                        + WrittenCluster.gateway("modeenvoy", "{name: http, port: 80, protocol: HTTP}") + "---\n"
                        + routes);
        replica.serving(pass);
    }

    /** Which statuses have to be written now. */
    private List<ObjectKey> writes() {
        Map<ObjectKey, WantedStatus> now = ClusterStatuses.of(
                pass, replica.board.objects(pass), Map.of(), WrittenCluster.SYSTEM, MadeProxies.NONE, Set.of());
        List<ObjectKey> changed = now.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(written.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        written = now;
        return changed;
    }

    @Test
    void oneProxyThatComesAndGoesIsAWordOnItsGatewayAlone() {
        replica.acked(replica.node("envoy-1", EDGE));
        assertThat(writes()).hasSizeGreaterThan(500);

        NodeRef second = replica.node("envoy-2", EDGE);
        assertThat(writes()).containsExactly(GATEWAY);

        replica.acked(second);
        assertThat(writes()).containsExactly(GATEWAY);

        replica.acks.disconnected(second);
        assertThat(writes()).containsExactly(GATEWAY);
    }
}
