package io.modeenvoy.devcluster;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Ports on loopback that nobody listens on now. */
final class Ports {
    private static final int ANY = 0;
    private static final int LARGEST = 65_535;

    private Ports() {}

    static int free() throws IOException {
        return bind(ANY);
    }

    /** The one in {@code file} if it is still free, else another, which is put there. */
    static int kept(Path file) throws IOException {
        int port = bindable(Files.exists(file) ? parsed(Files.readString(file)) : ANY);
        Files.writeString(file, port + "\n");
        return port;
    }

    /** What a crash left half written counts for nothing. */
    private static int parsed(String text) {
        return text.strip().matches("[1-9][0-9]{0,4}") && Integer.parseInt(text.strip()) <= LARGEST
                ? Integer.parseInt(text.strip())
                : ANY;
    }

    private static int bindable(int port) throws IOException {
        try {
            return bind(port);
        } catch (BindException e) {
            return bind(ANY);
        }
    }

    private static int bind(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
