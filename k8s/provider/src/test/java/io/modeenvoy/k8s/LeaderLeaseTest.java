package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.k8s.FakeApiServer.Answer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class LeaderLeaseTest {
    private static final LeaderLease.Times TIMES =
            new LeaderLease.Times(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofMillis(40));

    private final AtomicReference<String> lease = new AtomicReference<>("");
    private final AtomicReference<FakeApiServer.Answers> answers = new AtomicReference<>(this::keeps);
    private final BlockingQueue<Boolean> led = new LinkedBlockingQueue<>();

    private Answer keeps(String method, String path, String body) {
        if (!method.equals("GET")) {
            lease.set(body.replaceFirst("\"metadata\":\\{", "\"metadata\":{\"resourceVersion\":\"7\","));
        }
        return lease.get().isEmpty() ? Answer.refused(404, "leases \\\"l\\\" not found") : Answer.ok(lease.get());
    }

    private LeaderLease elect(FakeApiServer server) {
        return new LeaderLease(server.client(), new ApiHealth(), "ns", "l", "me", TIMES, led::add).start();
    }

    private Boolean next() throws InterruptedException {
        return led.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void saysOnceThatItMayNotHaveTheLease() throws InterruptedException {
        answers.set((_, _, _) -> Answer.refused(403, "leases is forbidden"));
        BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        try (Log log = new Log();
                FakeApiServer server = new FakeApiServer((method, path, body) -> {
                    asked.add(method);
                    return answers.get().answer(method, path, body);
                });
                LeaderLease election = elect(server)) {
            Eventually.holds("five attempts", () -> asked.size() > 5);
            assertThat(log.lines("kubernetes.refused"))
                    .hasSize(1)
                    .first()
                    .satisfies(line -> assertThat(line).contains("what=\"Lease ns/l\"", "403: leases is forbidden"));
            assertThat(election.isLeading()).isFalse();

            answers.set(this::keeps);

            assertThat(next()).isTrue();
            assertThat(election.isLeading()).isTrue();
        }
    }

    @Test
    void givesUpInTimeThoughItsRequestsHang() throws InterruptedException {
        AtomicReference<Long> renewed = new AtomicReference<>(0L);
        try (FakeApiServer server = new FakeApiServer((method, path, body) -> {
                    renewed.set(method.equals("GET") ? renewed.get() : Long.valueOf(System.nanoTime()));
                    return answers.get().answer(method, path, body);
                });
                LeaderLease election = elect(server)) {
            assertThat(next()).isTrue();
            answers.set((_, _, _) -> {
                Thread.sleep(Long.MAX_VALUE);
                return Answer.ok("");
            });

            assertThat(next()).isFalse();

            assertThat(Duration.ofNanos(System.nanoTime() - renewed.get()))
                    .as("before another one may take over")
                    .isLessThan(TIMES.duration());
            assertThat(election.isLeading()).isFalse();
        }
    }

    @Test
    void outlivesWhatNobodyExpects() throws InterruptedException {
        BlockingQueue<Boolean> told = new LinkedBlockingQueue<>();
        try (FakeApiServer server = new FakeApiServer(this::keeps);
                LeaderLease election = new LeaderLease(
                                server.client(), new ApiHealth(), "ns", "l", "me", TIMES, leads -> {
                                    told.add(leads);
                                    if (leads) {
                                        throw new IllegalStateException("a bug of ours");
                                    }
                                })
                        .start()) {
            assertThat(told.poll(20, TimeUnit.SECONDS)).isTrue();
            String first = lease.get();

            Eventually.holds("renewed after it", () -> !lease.get().equals(first));

            assertThat(election.isLeading()).isTrue();
        }
        assertThat(told).containsExactly(false);
    }
}
