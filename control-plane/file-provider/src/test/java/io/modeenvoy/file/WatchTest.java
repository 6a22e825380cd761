package io.modeenvoy.file;

import static io.modeenvoy.file.Workspace.consumer;
import static io.modeenvoy.file.Workspace.names;
import static io.modeenvoy.file.Workspace.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
    /** Far over what a change takes, so that a busy machine fails no test. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path root;

    private final BlockingQueue<Loaded> seen = new LinkedBlockingQueue<>();
    private Workspace workspace = new Workspace(Path.of(""));
    private FileWatch watch = FileProvider.watch(Path.of("src/test/resources/cases/only-comments"), loaded -> {});

    @BeforeEach
    void start() {
        watch.close();
        workspace = new Workspace(root).write("a.yaml", consumer("one", "A"));
        watch = FileProvider.watch(root, seen::add);
    }

    @AfterEach
    void end() {
        watch.close();
    }

    @Test
    void firstResultComesBeforeWatchReturns() {
        assertThat(names(seen.remove())).containsExactly("one=A");
        assertThat(names(watch.current())).containsExactly("one=A");
    }

    @Test
    void changeIsSeen() throws InterruptedException {
        workspace.write("a.yaml", consumer("one", "B"));
        assertThat(names(await("one=B"))).containsExactly("one=B");
    }

    @Test
    void fileInANewFolderIsSeen() throws InterruptedException {
        workspace.write("team/app/b.yaml", consumer("two", "A"));
        assertThat(names(await("two=A"))).containsExactly("one=A", "two=A");
        workspace.write("team/app/b.yaml", consumer("two", "B"));
        assertThat(names(await("two=B"))).containsExactly("one=A", "two=B");
    }

    @Test
    void fileMovedIntoPlaceIsSeen() throws IOException, InterruptedException {
        workspace.write(".a.yaml.tmp", consumer("one", "C"));
        Files.move(root.resolve(".a.yaml.tmp"), root.resolve("a.yaml"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(names(await("one=C"))).containsExactly("one=C");
    }

    @Test
    void deletedFileIsSeen() throws InterruptedException {
        workspace.write("b.yaml", consumer("two", "A"));
        await("two=A");
        workspace.delete("a.yaml");
        assertThat(names(awaitSize(1))).containsExactly("two=A");
    }

    @Test
    void brokenFileIsReportedAndChangesNothing() throws InterruptedException {
        Loaded first = seen.remove();
        workspace.write("a.yaml", "a: [");
        Loaded second = next();
        assertThat(second.view()).isSameAs(first.view());
        assertThat(second.problems()).hasSize(1);
        workspace.write("a.yaml", consumer("one", "A"));
        Loaded third = next();
        assertThat(third.problems()).isEmpty();
        assertThat(object(third, "one")).isSameAs(object(first, "one"));
    }

    @Test
    void writingTheSameAgainIsNoNews() throws InterruptedException {
        seen.clear();
        workspace.write("a.yaml", consumer("one", "A"));
        workspace.write("z.yaml", consumer("end", "A"));
        assertThat(names(next())).containsExactly("end=A", "one=A");
    }

    @Test
    void singleFileCanBeWatched() throws InterruptedException {
        watch.close();
        watch = FileProvider.watch(root.resolve("a.yaml"), seen::add);
        workspace.write("a.yaml", consumer("one", "B"));
        assertThat(names(await("one=B"))).containsExactly("one=B");
    }

    @Test
    void subscriberThatThrowsDoesNotEndTheWatch() throws InterruptedException {
        watch.close();
        watch = FileProvider.watch(root, loaded -> {
            seen.add(loaded);
            if (names(loaded).contains("one=B")) {
                throw new IllegalStateException("a subscriber's bug");
            }
        });
        workspace.write("a.yaml", consumer("one", "B"));
        await("one=B");
        workspace.write("a.yaml", consumer("one", "C"));
        assertThat(names(await("one=C"))).containsExactly("one=C");
    }

    private Loaded await(String name) throws InterruptedException {
        Loaded loaded = next();
        while (!names(loaded).contains(name)) {
            loaded = next();
        }
        return loaded;
    }

    private Loaded awaitSize(int size) throws InterruptedException {
        Loaded loaded = next();
        while (loaded.view().size() != size) {
            loaded = next();
        }
        return loaded;
    }

    private Loaded next() throws InterruptedException {
        Loaded loaded = seen.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (loaded == null) {
            throw new AssertionError("no news within " + PATIENCE + "; the last: " + names(watch.current()));
        }
        return loaded;
    }
}
