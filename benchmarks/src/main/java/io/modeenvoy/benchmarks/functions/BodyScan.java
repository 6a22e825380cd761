package io.modeenvoy.benchmarks.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.modeenvoy.proc.request.RequestScan;
import io.modeenvoy.proc.request.ScanResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading what matters of a request body, against binding the whole of it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class BodyScan {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Param({"1", "100", "1000"})
    private int kilobytes;

    private byte[] body = new byte[0];
    private ByteString bytes = ByteString.EMPTY;

    /** Makes a conversation of about that size. */
    @Setup
    public void body() {
        StringBuilder text =
                new StringBuilder("{\"model\":\"small\",\"stream\":true,\"max_tokens\":100,\"messages\":[");
        String message = "{\"role\":\"user\",\"content\":\"" + "Tell me about proxies. ".repeat(40) + "\"}";
        for (int i = 0; i < kilobytes; i++) {
            text.append(i == 0 ? "" : ",").append(message);
        }
        body = text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
        bytes = ByteString.copyFrom(body);
    }

    @Benchmark
    public ScanResult scan() {
        return RequestScan.scan(bytes);
    }

    @Benchmark
    public JsonNode bind() throws IOException {
        return JSON.readTree(body);
    }
}
