package io.modeenvoy.cli;

import io.modeenvoy.app.Pass;
import io.modeenvoy.file.Loaded;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.ir.Diagnostic;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.Set;

/** Prints each mistake of a watched directory once when it appears, and says when it is mended; at the start also what becomes of what is broken. */
final class ProblemPrinter {
    private final PrintWriter err;
    private Set<String> ofFiles = Set.of(); // guarded by this, as is the next
    private boolean begun; // guarded by this
    private PersistentMap<Diagnostic, Integer> ofTranslation = PersistentMap.empty();

    ProblemPrinter(PrintWriter err) {
        this.err = err;
    }

    synchronized void files(Loaded loaded) {
        Set<String> now = new LinkedHashSet<>();
        loaded.problems().forEach(problem -> now.add(problem.toString()));
        print(ofFiles, now);
        ofFiles = now;
        if (!begun) {
            loaded.kept().forEach(object -> err.println(object + ": goes on as it was when it was good last"));
            loaded.leftOut().forEach(part -> err.println(part + ": left out until it is mended"));
        }
        begun = true;
    }

    /** Costs what was said or mended, not what still stands. */
    synchronized void translation(Pass pass) {
        Set<String> before = new LinkedHashSet<>();
        Set<String> now = new LinkedHashSet<>();
        pass.translation().said().changes(ofTranslation, (diagnostic, was, is) -> {
            if (was == null) {
                now.add(line(diagnostic));
            } else if (is == null) {
                before.add(line(diagnostic));
            }
        });
        print(before, now);
        ofTranslation = pass.translation().said();
    }

    private static String line(Diagnostic diagnostic) {
        return (diagnostic.severity() == Diagnostic.Severity.WARNING ? "warning: " : "") + diagnostic;
    }

    private void print(Set<String> before, Set<String> now) {
        for (String line : now) {
            if (!before.contains(line)) {
                err.println(line);
            }
        }
        for (String line : before) {
            if (!now.contains(line)) {
                err.println("mended: " + line);
            }
        }
    }
}
