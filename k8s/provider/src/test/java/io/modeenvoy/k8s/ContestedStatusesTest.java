package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ContestedStatusesTest {
    private static final ObjectKey KEY = new ObjectKey("AIRoute", "ns", "a");
    private static final ObjectKey OTHER = new ObjectKey("AIRoute", "ns", "b");
    private static final WantedStatus WISH = wish("True");

    private final ContestedStatuses contested = new ContestedStatuses();
    private long now = Long.MAX_VALUE - 5;

    private static WantedStatus wish(String status) {
        return new WantedStatus.OfObject(List.of(new WantedStatus.Condition("Accepted", status, "R", "m", 1)));
    }

    private boolean write(ObjectKey key, WantedStatus want) {
        return contested.written(key, want, now);
    }

    private Duration pause(WantedStatus want) {
        return Duration.ofNanos(contested.notBefore(KEY, want, now) - now);
    }

    private void contest(ObjectKey key) {
        for (int i = 0; i <= ContestedStatuses.PATIENCE; i++) {
            assertThat(write(key, WISH)).isFalse();
        }
    }

    @Test
    void whatWeWantNewlyIsWrittenAtOnce() {
        for (int i = 0; i < 20; i++) {
            write(KEY, wish("True"));
            write(KEY, wish("False"));
        }

        assertThat(pause(wish("True"))).isZero();
        assertThat(contested.count()).isZero();
    }

    @Test
    void aFewRewritesAreNoContest() {
        contest(KEY);

        assertThat(pause(WISH)).isZero();
    }

    @Test
    void moreRewritesInAMinuteMakeOursRarer() {
        contest(KEY);
        assertThat(write(KEY, WISH)).as("to be told").isTrue();

        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            pauses.add(pause(WISH).toSeconds());
            now = contested.notBefore(KEY, WISH, now);
            assertThat(pause(WISH)).isZero();
            write(KEY, WISH);
        }

        assertThat(pauses).containsExactly(5L, 10L, 20L, 40L, 60L, 60L);
        assertThat(contested.count()).isOne();
        assertThat(pause(wish("False"))).as("another wish").isZero();
    }

    @Test
    void isToldOnceAMinuteHoweverManyObjects() {
        contest(KEY);
        contest(OTHER);
        assertThat(write(KEY, WISH)).isTrue();
        assertThat(write(OTHER, WISH)).isFalse();
        assertThat(contested.count()).isEqualTo(2);

        now += Duration.ofSeconds(61).toNanos();

        assertThat(write(OTHER, WISH)).isTrue();
    }

    @Test
    void rareRewritesAreNoContest() {
        for (int i = 0; i < 20; i++) {
            write(KEY, WISH);
            now += Duration.ofSeconds(20).toNanos();
        }

        assertThat(pause(WISH)).isZero();
    }

    @Test
    void endsWhenTheOtherOneHasGone() {
        contest(KEY);
        write(KEY, WISH);
        now += Duration.ofSeconds(66).toNanos();

        write(KEY, WISH);

        assertThat(pause(WISH)).isZero();
        assertThat(contested.count()).isZero();
    }

    @Test
    void forgetsWhatIsGone() {
        contest(KEY);
        write(KEY, WISH);

        contested.keep(Set.of(OTHER));

        assertThat(pause(WISH)).isZero();
    }
}
