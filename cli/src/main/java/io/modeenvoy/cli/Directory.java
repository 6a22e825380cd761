package io.modeenvoy.cli;

import io.modeenvoy.file.FileProblem;
import io.modeenvoy.file.FileProvider;
import io.modeenvoy.file.Loaded;
import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.translator.Memo;
import io.modeenvoy.translator.ResourceTranslator;
import io.modeenvoy.translator.Translation;
import io.modeenvoy.translator.TranslatorOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Resources of some paths, read and translated once. */
record Directory(Loaded loaded, Translation translation) {
    /** Reads a directory (or one file) and translates it. */
    static Directory read(Path path) {
        if (!Files.exists(path)) {
            throw new CannotException(path + ": no such file or directory");
        }
        Loaded loaded = FileProvider.load(path);
        return new Directory(
                loaded, ResourceTranslator.translate(loaded.view(), TranslatorOptions.files(), Memo.empty()));
    }

    /** Every mistake, first those of the files, then those of the translation. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        loaded.problems().stream().map(Problem::of).forEach(problems::add);
        translation.diagnostics().stream().map(Problem::of).forEach(problems::add);
        return problems;
    }

    /**
     * A mistake as it is printed.
     *
     * @param severity {@code error} or {@code warning}
     * @param line the sentence for people
     */
    record Problem(String severity, String object, String field, String message, String line) {
        static Problem of(FileProblem problem) {
            return new Problem("error", problem.object(), problem.field(), problem.message(), problem.toString());
        }

        static Problem of(Diagnostic diagnostic) {
            boolean error = diagnostic.severity() == Diagnostic.Severity.ERROR;
            return new Problem(
                    error ? "error" : "warning",
                    diagnostic.object().toString(),
                    diagnostic.field(),
                    diagnostic.message(),
                    (error ? "" : "warning: ") + diagnostic);
        }

        boolean isError() {
            return severity.equals("error");
        }
    }
}
