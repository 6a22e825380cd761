package io.modeenvoy.benchmarks.soak;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** {@link SoakServer} in a process of its own, with the flags of the program. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final int port;

    private ServerProcess(Process process) throws IOException {
        this.process = process;
        this.in = new DataInputStream(process.getInputStream());
        this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.port = in.readInt();
    }

    /** Its standard error goes to the file. */
    static ServerProcess start(Path log) throws IOException {
        return new ServerProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SoakServer.class.getName())
                .redirectError(log.toFile())
                .start());
    }

    int port() {
        return port;
    }

    /** Returns when it is published. */
    synchronized void publish(Change change) throws IOException {
        out.writeByte(SoakServer.PUBLISH);
        out.writeInt(change.upserts().size());
        for (Change.Upsert upsert : change.upserts()) {
            out.writeUTF(upsert.typeUrl());
            out.writeUTF(upsert.name());
            out.writeInt(upsert.body().size());
            upsert.body().writeTo(out);
        }
        out.writeInt(change.removals().size());
        for (Change.Removal removal : change.removals()) {
            out.writeUTF(removal.typeUrl());
            out.writeUTF(removal.name());
        }
        out.flush();
        in.readByte();
    }

    /** How the server stands after a full collection. */
    synchronized Sample measure(double minute) throws IOException {
        out.writeByte(SoakServer.MEASURE);
        out.flush();
        return new Sample(minute, in.readLong(), in.readInt(), in.readInt(), in.readLong(), in.readLong());
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
