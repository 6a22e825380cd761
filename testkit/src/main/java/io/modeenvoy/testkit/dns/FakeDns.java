package io.modeenvoy.testkit.dns;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A DNS server on loopback that gives the addresses of the test, each for a second; a name without any does exist. RFC 1035. */
public final class FakeDns implements AutoCloseable {
    private static final int HEADER = 12;
    private static final int TYPE_A = 1;
    private static final int TYPE_AAAA = 28;
    private static final int ANSWER_WITHOUT_ERROR = 0x8180;
    private static final int NAME_OF_THE_QUESTION = 0xC000 | HEADER;

    private final DatagramSocket socket;
    private final Map<String, List<InetAddress>> addresses = new ConcurrentHashMap<>();

    private FakeDns(DatagramSocket socket) {
        this.socket = socket;
    }

    public static FakeDns start() throws IOException {
        FakeDns server = new FakeDns(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        Thread.ofPlatform().daemon().name("dns").start(server::serve);
        return server;
    }

    /** From now on {@code name}, without a dot at its end, has these addresses and no others. */
    public void says(String name, String... literals) {
        addresses.put(name, Stream.of(literals).map(InetAddress::ofLiteral).toList());
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private byte[] answer(byte[] query) throws IOException {
        ByteBuffer question = ByteBuffer.wrap(query).position(HEADER);
        String name = name(question);
        int type = question.getShort();
        question.getShort(); // the class, always that of the internet
        List<InetAddress> found = addresses.getOrDefault(name, List.of()).stream()
                .filter(address -> type == (address.getAddress().length == 4 ? TYPE_A : TYPE_AAAA))
                .toList();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(query, 0, 2);
        for (int each : new int[] {ANSWER_WITHOUT_ERROR, 1, found.size(), 0, 0}) {
            out.writeShort(each);
        }
        out.write(query, HEADER, question.position() - HEADER);
        for (InetAddress address : found) {
            out.writeShort(NAME_OF_THE_QUESTION);
            out.writeShort(type);
            out.writeShort(1);
            out.writeInt(1);
            out.writeShort(address.getAddress().length);
            out.write(address.getAddress());
        }
        return bytes.toByteArray();
    }

    private static String name(ByteBuffer question) {
        StringBuilder name = new StringBuilder();
        for (int length = question.get(); length > 0; length = question.get()) {
            byte[] label = new byte[length];
            question.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        socket.close();
    }
}
