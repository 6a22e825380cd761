package io.modeenvoy.benchmarks.soak;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.modeenvoy.app.ServerMetrics;
import io.modeenvoy.app.XdsEndpoint;
import io.modeenvoy.service.GrpcAddress;
import io.modeenvoy.service.PlainText;
import io.modeenvoy.xds.server.ChangeSet;
import io.modeenvoy.xds.server.XdsResource;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The process under test: the ADS server as the program puts it together. Publishes what comes in on standard input, answers on standard output. */
public final class SoakServer {
    static final String GROUP = "edge";

    static final int PUBLISH = 1;
    static final int MEASURE = 2;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final XdsEndpoint endpoint;
    private final DataInputStream in = new DataInputStream(System.in);
    private final DataOutputStream out = new DataOutputStream(System.out);

    private SoakServer() throws IOException {
        endpoint = XdsEndpoint.listen(
                List.of(GrpcAddress.parse("127.0.0.1:0")), PlainText.LOOPBACK_ONLY, new ServerMetrics(metrics));
    }

    /** Runs until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        new SoakServer().run();
        System.exit(0);
    }

    private void run() throws IOException {
        GrpcAddress address = endpoint.addresses().getFirst();
        out.writeInt(address instanceof GrpcAddress.HostPort(String _, int port) ? port : 0);
        out.flush();
        endpoint.store().publish(GROUP, Map.of());
        try (endpoint) {
            while (true) {
                switch (in.readByte()) {
                    case PUBLISH -> publish();
                    case MEASURE -> measure();
                    default -> throw new IOException("unknown command");
                }
                out.flush();
            }
        } catch (EOFException _) {
            // The harness has ended.
        }
    }

    private void publish() throws IOException {
        Map<String, Map<String, XdsResource>> upserts = new TreeMap<>();
        for (int count = in.readInt(); count > 0; count--) {
            String typeUrl = in.readUTF();
            String name = in.readUTF();
            ByteString body = ByteString.copyFrom(in.readNBytes(in.readInt()));
            upserts.computeIfAbsent(typeUrl, _ -> new TreeMap<>()).put(name, new XdsResource(name, body));
        }
        Map<String, Set<String>> removals = new TreeMap<>();
        for (int count = in.readInt(); count > 0; count--) {
            removals.computeIfAbsent(in.readUTF(), _ -> new HashSet<>()).add(in.readUTF());
        }
        endpoint.store().publish(GROUP, new ChangeSet(upserts, removals));
        out.writeByte(PUBLISH);
    }

    private void measure() throws IOException {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        out.writeLong(memory.getHeapMemoryUsage().getUsed());
        out.writeInt(ManagementFactory.getThreadMXBean().getThreadCount());
        out.writeInt((int) metrics.get("modeenvoy.xds.streams").gauge().value());
        out.writeLong(sum("modeenvoy.xds.responses"));
        out.writeLong(sum("modeenvoy.xds.forced"));
    }

    private long sum(String counter) {
        return (long) metrics.find(counter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
