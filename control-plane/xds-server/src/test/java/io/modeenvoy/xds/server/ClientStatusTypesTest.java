package io.modeenvoy.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.service.status.v3.ClientStatusDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.status.v3.ClientStatusRequest;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tools that know no resource of Envoy's learn by reflection what CSDS shows them. */
final class ClientStatusTypesTest {
    private static final FileDescriptor CLUSTERS = Cluster.getDescriptor().getFile();

    private final TestServer server = new TestServer();
    private final ServerServiceDefinition described =
            new ClientStatusService(server.xds(), server.board, ShownResources.none()).describing(List.of(CLUSTERS));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void reflectionLeadsFromTheServiceToItsContents() {
        assertThat(described.getServiceDescriptor().getName()).isEqualTo(ClientStatusDiscoveryServiceGrpc.SERVICE_NAME);
        assertThat(described.getServiceDescriptor().getSchemaDescriptor())
                .isInstanceOfSatisfying(
                        ProtoFileDescriptorSupplier.class,
                        schema -> assertThat(schema.getFileDescriptor().getDependencies())
                                .contains(
                                        CLUSTERS,
                                        ClientStatusRequest.getDescriptor().getFile()));
    }

    @Test
    void theServiceAnswersAllTheSame() throws Exception {
        String name = UUID.randomUUID().toString();
        Server other = InProcessServerBuilder.forName(name)
                .directExecutor()
                .addService(described)
                .build()
                .start();
        ManagedChannel channel =
                InProcessChannelBuilder.forName(name).directExecutor().build();
        try {
            assertThat(ClientStatusDiscoveryServiceGrpc.newBlockingStub(channel)
                            .fetchClientStatus(ClientStatusRequest.getDefaultInstance())
                            .getConfigList())
                    .isEmpty();
        } finally {
            channel.shutdownNow();
            other.shutdownNow();
        }
    }
}
