package io.modeenvoy.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.modeenvoy.crd.SizeLimit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One reading of one file. What is broken now keeps its last good state. */
final class FileReading {
    private final Path file;
    private final FileState before;
    private final ObjectReader objects;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Entry> kept = new ArrayList<>();
    private final List<FileProblem> problems = new ArrayList<>();
    private final Set<ObjectKey> broken = new HashSet<>();
    private final Set<ObjectKey> seen = new HashSet<>();
    private boolean somethingLost;

    private FileReading(Path file, FileState before, ObjectReader objects) {
        this.file = file;
        this.before = before;
        this.objects = objects;
    }

    static FileState read(Path root, Path file, Stamp stamp, FileState before, ObjectReader objects) {
        FileReading reading = new FileReading(file, before, objects);
        Stamp readAs = stamp;
        try {
            reading.documents(FileText.read(root.resolve(file)));
        } catch (YamlProblem e) {
            reading.lost(e);
            readAs = Stamp.UNKNOWN;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            reading.lost(internalError(e));
        }
        reading.keepLastGood();
        reading.broken.removeAll(reading.seen);
        return new FileState(readAs, reading.entries, reading.problems, List.copyOf(reading.broken), reading.kept);
    }

    /** A bug of ours costs the file that led to it. The exception's own words may quote a Secret. */
    private static YamlProblem internalError(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        String place = trace.length == 0 ? "" : " at " + trace[0].getFileName() + ":" + trace[0].getLineNumber();
        return new YamlProblem(
                0,
                "internal error " + e.getClass().getSimpleName() + place
                        + " (expected: none; this is a bug in Mode Envoy, please report it with this file)");
    }

    private void documents(String text) {
        YamlText.Contents contents = YamlText.read(text);
        contents.documents().forEach(this::document);
        contents.problems().forEach(this::lost);
        if (contents.documents().isEmpty() && contents.problems().isEmpty()) {
            lost(new YamlProblem(0, "no object (expected: YAML with objects; to remove its objects, remove the file)"));
        }
    }

    private void lost(YamlProblem problem) {
        somethingLost = true;
        problems.add(new FileProblem(file, problem.line(), "", "", problem.text()));
    }

    /** An object, or a List of them as kubectl prints it. */
    private void document(YamlDocument document) {
        JsonNode tree = document.tree();
        boolean list = tree.path("kind").asText().equals("List")
                && tree.path("apiVersion").asText().equals("v1");
        if (!list) {
            object(document, Field.root(), tree);
            return;
        }
        Field items = Field.root().name("items");
        if (!tree.path("items").isArray()) {
            somethingLost = true;
            String shown = tree.path("items").isMissingNode() ? "missing" : Shown.typed(tree.path("items"));
            problems.add(new FileProblem(
                    file, document.line(items), "List", items.toString(), shown + " (expected: a list of objects)"));
            return;
        }
        for (int i = 0; i < tree.path("items").size(); i++) {
            object(document, items.item(i), tree.path("items").get(i));
        }
    }

    private void object(YamlDocument document, Field at, JsonNode tree) {
        ObjectReader.Read read = objects.read(tree, document.line(at));
        int told = Math.min(read.mistakes().size(), SizeLimit.OBJECT_MISTAKES.most());
        for (Mistake mistake : read.mistakes().subList(0, told)) {
            int line = document.line(at.then(mistake.field()));
            problems.add(
                    new FileProblem(file, line, read.subject(), mistake.field().toString(), mistake.message()));
        }
        if (told < read.mistakes().size()) {
            String more = read.mistakes().size() + " mistakes, of which " + told + " are told (expected: none)";
            problems.add(new FileProblem(file, document.line(at), read.subject(), "", more));
        }
        if (read.entry() != null) {
            entries.add(read.entry());
            seen.add(read.entry().key());
        } else {
            somethingLost |= read.key() == null;
            if (read.meant() != null) {
                broken.add(read.meant());
            }
            before.entries().stream()
                    .filter(entry -> entry.key().equals(read.key()))
                    .forEach(this::keep);
        }
    }

    private void keepLastGood() {
        if (somethingLost) {
            before.entries().forEach(this::keep);
        }
    }

    private void keep(Entry entry) {
        if (seen.add(entry.key())) {
            entries.add(entry);
            kept.add(entry);
        }
    }
}
