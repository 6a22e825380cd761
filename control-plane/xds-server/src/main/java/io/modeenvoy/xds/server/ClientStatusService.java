package io.modeenvoy.xds.server;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.service.status.v3.ClientStatusDiscoveryServiceGrpc.ClientStatusDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.status.v3.ClientStatusRequest;
import io.envoyproxy.envoy.service.status.v3.ClientStatusResponse;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * CSDS: what each connected client holds, for any tool that speaks it. It tells everyone who can call it about every node group, so it does not
 * belong on the socket of the proxies. It keeps nothing: all is worked out when asked.
 */
public final class ClientStatusService implements BindableService {
    /** Clients of gRPC take 4 MiB unless told otherwise. */
    private static final int ONE_ANSWER_BYTES = 7 * StatusPages.PAGE_BYTES / 2;

    private final XdsServer server;
    private final AckBoard board;
    private final ShownResources shown;

    /** @param board one that listens to the server */
    public ClientStatusService(XdsServer server, AckBoard board, ShownResources shown) {
        this.server = server;
        this.board = board;
        this.shown = shown;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return new Calls().bindService();
    }

    /** The same for tools that know no resource: by reflection they learn what is declared in these files, too. */
    public ServerServiceDefinition describing(Collection<FileDescriptor> files) {
        ServerServiceDefinition plain = bindService();
        ServiceDescriptor service = plain.getServiceDescriptor();
        FileDescriptor all = importing(service, files);
        ServiceDescriptor.Builder described = ServiceDescriptor.newBuilder(service.getName())
                .setSchemaDescriptor((ProtoFileDescriptorSupplier) () -> all);
        service.getMethods().forEach(described::addMethod);
        ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(described.build());
        plain.getMethods().forEach(definition::addMethod);
        return definition.build();
    }

    /** A file that declares nothing and imports the service's own and these. */
    private static FileDescriptor importing(ServiceDescriptor service, Collection<FileDescriptor> files) {
        Set<FileDescriptor> imports = new LinkedHashSet<>(files);
        if (service.getSchemaDescriptor() instanceof ProtoFileDescriptorSupplier own) {
            imports.add(own.getFileDescriptor());
        }
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder().setName("modeenvoy/client_status.proto");
        imports.forEach(each -> file.addDependency(each.getName()));
        try {
            return FileDescriptor.buildFrom(file.build(), imports.toArray(FileDescriptor[]::new));
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("a file that only imports: " + e.getMessage(), e);
        }
    }

    /** What the streams of that node hold: CSDS's own messages, in parts of bounded size that are worked out one by one. */
    public Iterator<Message> configs(String nodeId) {
        Iterable<ClientStatusResponse> pages = () -> new StatusPages(clients(nodeId::equals), board, shown);
        return StreamSupport.stream(pages.spliterator(), false)
                .<Message>flatMap(page -> page.getConfigList().stream())
                .iterator();
    }

    private StatusPages pages(ClientStatusRequest request) {
        Predicate<String> wanted = NodeMatchers.parse(request.getNodeMatchersList());
        return new StatusPages(clients(wanted), board, request.getExcludeResourceContents() ? null : shown);
    }

    private List<Standing> clients(Predicate<String> wanted) {
        return server.standings().stream()
                .filter(standing -> wanted.test(standing.node().id()))
                .toList();
    }

    private static ClientStatusResponse whole(StatusPages pages) {
        ClientStatusResponse.Builder whole = ClientStatusResponse.newBuilder();
        int size = 0;
        while (pages.hasNext()) {
            ClientStatusResponse page = pages.next();
            size += page.getSerializedSize();
            if (size > ONE_ANSWER_BYTES) {
                throw Status.RESOURCE_EXHAUSTED
                        .withDescription(
                                "more than " + ONE_ANSWER_BYTES + " bytes (expected: fewer nodes by node_matchers, "
                                        + "exclude_resource_contents, or StreamClientStatus)")
                        .asRuntimeException();
            }
            whole.addAllConfig(page.getConfigList());
        }
        return whole.build();
    }

    /** The methods. */
    private final class Calls extends ClientStatusDiscoveryServiceImplBase {
        @Override
        public void fetchClientStatus(ClientStatusRequest request, StreamObserver<ClientStatusResponse> answer) {
            try {
                answer.onNext(whole(pages(request)));
                answer.onCompleted();
            } catch (StatusRuntimeException e) {
                answer.onError(e);
            }
        }

        /** Each request is answered by one or several messages. */
        @Override
        public StreamObserver<ClientStatusRequest> streamClientStatus(StreamObserver<ClientStatusResponse> answers) {
            return new Dialogue((ServerCallStreamObserver<ClientStatusResponse>) answers);
        }
    }

    /** One streaming call: the next message is built when the transport can take it, the next request is read after the last of them. */
    private final class Dialogue implements StreamObserver<ClientStatusRequest> {
        private final ServerCallStreamObserver<ClientStatusResponse> answers;
        private Iterator<ClientStatusResponse> pages =
                List.<ClientStatusResponse>of().iterator();
        private boolean asked;
        private boolean over;

        Dialogue(ServerCallStreamObserver<ClientStatusResponse> answers) {
            this.answers = answers;
            answers.disableAutoRequest();
            answers.setOnReadyHandler(this::go);
            answers.request(1);
        }

        @Override
        public void onNext(ClientStatusRequest request) {
            try {
                pages = pages(request);
                asked = true;
                go();
            } catch (StatusRuntimeException e) {
                over = true;
                pages = List.<ClientStatusResponse>of().iterator();
                answers.onError(e);
            }
        }

        private void go() {
            while (answers.isReady() && pages.hasNext()) {
                answers.onNext(pages.next());
            }
            if (pages.hasNext() || !asked) {
                return;
            }
            asked = false;
            if (over) {
                answers.onCompleted();
            } else {
                answers.request(1);
            }
        }

        @Override
        public void onError(Throwable reason) {
            over = true;
            asked = false;
            pages = List.<ClientStatusResponse>of().iterator();
        }

        @Override
        public void onCompleted() {
            boolean idle = !over && !asked;
            over = true;
            if (idle) {
                answers.onCompleted();
            }
        }
    }
}
