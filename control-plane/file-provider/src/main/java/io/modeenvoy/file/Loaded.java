package io.modeenvoy.file;

import io.modeenvoy.crd.ResourceView;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a directory held at one moment.
 *
 * @param problems by file and line
 * @param kept objects that are broken now and go on in their last good form: {@code AIRoute payments/chat}
 * @param leftOut objects that are broken and have no good form, and places of files that cannot be read
 */
public record Loaded(ResourceView view, List<FileProblem> problems, List<String> kept, List<String> leftOut) {
    public Loaded {
        problems = List.copyOf(problems);
        kept = List.copyOf(kept);
        leftOut = List.copyOf(leftOut);
    }

    /** Files that were read just now tell of no new mistake, and of none as mended, until a second look finds them as they are. */
    Loaded settled(Loaded before, Set<Path> unsettled) {
        if (unsettled.isEmpty()) {
            return this;
        }
        Stream<FileProblem> settled = problems.stream().filter(problem -> !unsettled.contains(problem.file()));
        Stream<FileProblem> earlier = before.problems.stream().filter(problem -> unsettled.contains(problem.file()));
        List<FileProblem> told = Stream.concat(settled, earlier).sorted().toList();
        return new Loaded(view, told, before.kept, before.leftOut);
    }
}
