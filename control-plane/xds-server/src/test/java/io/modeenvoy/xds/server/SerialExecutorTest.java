package io.modeenvoy.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {
    private final Queue<Runnable> home = new ArrayDeque<>();
    private final SerialExecutor executor = new SerialExecutor(home::add);
    private final List<Integer> done = new ArrayList<>();

    @Test
    void runsWhatTheTransportBringsAtOnce() {
        executor.here(() -> done.add(1));
        assertThat(done).containsExactly(1);
        assertThat(home).isEmpty();
    }

    @Test
    void runsWhatOthersBringAtHome() {
        executor.execute(() -> done.add(1));
        assertThat(done).isEmpty();
        home.remove().run();
        assertThat(done).containsExactly(1);
    }

    @Test
    void runsATaskWithinATaskAfterIt() {
        executor.here(() -> {
            executor.here(() -> done.add(2));
            done.add(1);
        });
        assertThat(done).containsExactly(1, 2);
    }

    @Test
    void letsOthersHaveTheThreadNowAndThenAndKeepsTheOrder() {
        List<Integer> all = IntStream.range(0, 100).boxed().toList();
        executor.here(() -> all.forEach(number -> executor.here(() -> done.add(number))));
        assertThat(done).hasSizeLessThan(100);
        while (!home.isEmpty()) {
            home.remove().run();
        }
        assertThat(done).isEqualTo(all);
    }

    @Test
    void runsWhatIsLeftWhereItIsWhenTheHomeIsGone() {
        SerialExecutor homeless = new SerialExecutor(_ -> {
            throw new RejectedExecutionException();
        });
        homeless.execute(() -> done.add(1));
        assertThat(done).containsExactly(1);
    }

    @Test
    void runsOnAfterATaskThatFailed() {
        try {
            executor.here(() -> {
                throw new IllegalStateException();
            });
        } catch (IllegalStateException expected) {
            done.add(1);
        }
        executor.here(() -> done.add(2));
        assertThat(done).containsExactly(1, 2);
    }
}
