package io.modeenvoy.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StartedTest {
    private final List<String> ended = new ArrayList<>();

    @Test
    void endsInReverseOrderAndOnce() throws IOException {
        Started started = Started.nothing();
        started.add(() -> "etcd", ended::add);
        started.add(() -> "kube-apiserver", ended::add);

        started.close();
        started.close();

        assertThat(ended).containsExactly("kube-apiserver", "etcd");
    }

    @Test
    void startsNothingAfterTheEnd() throws IOException {
        Started started = Started.nothing();
        started.close();

        assertThatThrownBy(() -> started.add(
                        () -> {
                            ended.add("started");
                            return "etcd";
                        },
                        ended::add))
                .isInstanceOf(IOException.class)
                .hasMessage("nothing is started: the program is being ended");
        assertThat(ended).isEmpty();
    }
}
