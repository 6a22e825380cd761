package io.modeenvoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.k8s.ObjectKey;
import io.modeenvoy.k8s.WantedStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StatusReporterTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final BlockingQueue<Map<ObjectKey, WantedStatus>> told = new LinkedBlockingQueue<>();
    private volatile Optional<Duration> unchanged = Optional.empty();
    private final StatusReporter reporter = StatusReporter.start(this::statuses, told::add, () -> unchanged);

    @AfterEach
    void stop() {
        reporter.close();
    }

    @Test
    void worksNothingOutForAReplicaThatDoesNotLead() throws InterruptedException {
        reporter.changed();

        assertThat(told.poll(400, TimeUnit.MILLISECONDS)).isNull();
        assertThat(asked).hasValue(0);
    }

    @Test
    void tellsEverythingWhenItBeginsToLead() throws InterruptedException {
        reporter.lead(true);

        assertThat(told.poll(10, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void takesManyChangesTogether() throws InterruptedException {
        reporter.lead(true);
        told.poll(10, TimeUnit.SECONDS);

        for (int i = 0; i < 1000; i++) {
            reporter.changed();
        }

        assertThat(told.poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(told.poll(400, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void tellsAgainWhenTimeAloneHasChangedSomething() throws InterruptedException {
        unchanged = Optional.of(Duration.ofMillis(50));
        reporter.lead(true);

        assertThat(told.poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(told.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void goesOnAfterACrash() throws InterruptedException {
        asked.set(-2); // the first two calls crash
        reporter.lead(true);
        assertThat(told.poll(400, TimeUnit.MILLISECONDS)).isNull();
        reporter.changed();
        assertThat(told.poll(400, TimeUnit.MILLISECONDS)).isNull();

        reporter.changed();

        assertThat(told.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    private Map<ObjectKey, WantedStatus> statuses() {
        int before = asked.getAndIncrement();
        if (before == -2) {
            throw new StackOverflowError("a crash that the test wants");
        }
        if (before == -1) {
            throw new IllegalStateException("a crash that the test wants");
        }
        return Map.of();
    }
}
