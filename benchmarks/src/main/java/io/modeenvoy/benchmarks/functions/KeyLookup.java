package io.modeenvoy.benchmarks.functions;

import io.modeenvoy.access.AccessSnapshot;
import io.modeenvoy.access.ApiKey;
import io.modeenvoy.access.ApiKeys;
import io.modeenvoy.access.Authentication;
import io.modeenvoy.access.Credentials;
import io.modeenvoy.policy.ConsumerPolicy;
import io.modeenvoy.policy.KeyPolicy;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.policy.SecretValue;
import io.modeenvoy.policy.TenantPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the authorization header to the caller, with the HMAC, among 100,000 keys. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class KeyLookup {
    private static final int KEYS = 100_000;
    private static final int ASKED = 1024;
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final List<Credentials> credentials = new ArrayList<>();
    private AccessSnapshot snapshot = AccessSnapshot.empty();
    private int next;

    /** Makes the keys; the same every time. */
    @Setup
    public void keys() {
        SplittableRandom random = new SplittableRandom(1);
        byte[] pepper = new byte[32];
        random.nextBytes(pepper);
        List<PolicyResource> policies = new ArrayList<>();
        NamespacedName consumer = new NamespacedName("demo", "app");
        policies.add(new SecretValue(SecretValue.pepperName("1"), pepper));
        policies.add(new TenantPolicy("demo", false));
        policies.add(new ConsumerPolicy(consumer, "demo", false, List.of()));
        for (int i = 0; i < KEYS; i++) {
            ApiKey key = ApiKeys.generate("live", random);
            policies.add(new KeyPolicy(
                    new NamespacedName("demo", "key-" + i),
                    consumer,
                    key.keyId(),
                    ApiKeys.digest("1", pepper, key),
                    null,
                    null,
                    List.of(),
                    false));
            if (i % (KEYS / ASKED) == 0) {
                credentials.add(new Credentials(List.of("Bearer " + key.text()), List.of(), "127.0.0.1", Map.of()));
            }
        }
        snapshot = snapshot.with(policies);
        if (!(snapshot.authenticate(credentials.getFirst(), NOW) instanceof Authentication.Known)) {
            throw new IllegalStateException("the benchmark's keys are not known");
        }
    }

    @Benchmark
    public Authentication authenticate() {
        next = (next + 1) % credentials.size();
        return snapshot.authenticate(credentials.get(next), NOW);
    }
}
