package io.modeenvoy.benchmarks.xds;

import io.grpc.netty.shaded.io.netty.util.internal.PlatformDependent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/** The process around a server under test: does what its standard input says and answers each line with one. */
public final class SubjectMain {
    private final Acks acks = new Acks();
    private final Subject subject;

    private SubjectMain(String name) throws IOException {
        subject = switch (name) {
            case "ours" -> new OurServer(acks);
            case "java-control-plane" -> new JavaControlPlane(acks);
            default -> throw new IllegalArgumentException("server: " + name + " (expected: ours, java-control-plane)");
        };
    }

    /** Argument: which server. */
    public static void main(String[] arguments) throws IOException {
        SubjectMain main = new SubjectMain(arguments[0]);
        System.out.println("port " + main.subject.port());
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println("done " + main.answer(line.split(" ", -1)));
        }
    }

    private String answer(String[] command) {
        return switch (command[0]) {
            case "publish" -> {
                subject.publish(new Mesh(Integer.parseInt(command[1])));
                yield "";
            }
            case "change" -> Long.toString(change(command));
            case "heap" -> Long.toString(heap());
            case "direct" -> Long.toString(PlatformDependent.usedDirectMemory());
            default -> throw new IllegalArgumentException("command: " + String.join(" ", command));
        };
    }

    /** {@code change NUMBER REVISION ACKS}: nanoseconds to the last of so many ACKs. */
    private long change(String[] command) {
        int number = Integer.parseInt(command[1]);
        int revision = Integer.parseInt(command[2]);
        return acks.await(Integer.parseInt(command[3]), () -> subject.change(number, revision));
    }

    /** Bytes in use after a full collection. */
    private static long heap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
