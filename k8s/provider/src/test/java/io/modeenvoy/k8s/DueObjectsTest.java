package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DueObjectsTest {
    private static final ObjectKey A = new ObjectKey("AIRoute", "ns", "a");
    private static final ObjectKey B = new ObjectKey("AIRoute", "ns", "b");

    private final DueObjects due = new DueObjects();

    @Test
    void givesObjectsWhenTheyAreDueAndOnce() {
        due.add(A, 20);
        due.add(B, 10);

        assertThat(due.poll(5)).isNull();
        assertThat(due.until(5)).isEqualTo(5);
        assertThat(due.poll(30)).isEqualTo(B);
        assertThat(due.poll(30)).isEqualTo(A);
        assertThat(due.poll(30)).isNull();
        assertThat(due.until(30)).isNull();
    }

    @Test
    void keepsTheEarlierOfTwoTimes() {
        due.add(A, 20);
        due.add(A, 10);
        due.add(A, 30);

        assertThat(due.size()).isEqualTo(1);
        assertThat(due.poll(10)).isEqualTo(A);
    }

    @Test
    void givesThoseOfOneMomentInTheOrderTheyCame() {
        due.add(B, 10);
        due.add(A, 10);

        assertThat(due.poll(10)).isEqualTo(B);
    }

    @Test
    void holdsWhenTheClockPassesItsLargestValue() {
        due.add(A, Long.MAX_VALUE + 10);
        due.add(B, Long.MAX_VALUE - 10);

        assertThat(due.poll(Long.MAX_VALUE)).isEqualTo(B);
        assertThat(due.poll(Long.MAX_VALUE)).isNull();
        assertThat(due.until(Long.MAX_VALUE)).isEqualTo(10);
    }
}
