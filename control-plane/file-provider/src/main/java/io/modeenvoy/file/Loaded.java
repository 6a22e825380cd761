package io.modeenvoy.file;

import io.modeenvoy.crd.ResourceView;
import java.util.List;

/**
 * What a directory held at one moment.
 *
 * @param problems by file and line
 */
public record Loaded(ResourceView view, List<FileProblem> problems) {
    public Loaded {
        problems = List.copyOf(problems);
    }
}
