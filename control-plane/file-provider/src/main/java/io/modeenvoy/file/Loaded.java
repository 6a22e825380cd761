package io.modeenvoy.file;

import io.modeenvoy.crd.ResourceView;
import java.util.List;

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
}
