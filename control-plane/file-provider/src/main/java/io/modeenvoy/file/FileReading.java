package io.modeenvoy.file;

import com.fasterxml.jackson.databind.JsonNode;
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
    private final List<FileProblem> problems = new ArrayList<>();
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
        }
        reading.keepLastGood();
        return new FileState(readAs, reading.entries, reading.problems);
    }

    private void documents(String text) {
        YamlText.Contents contents = YamlText.read(text);
        contents.documents().forEach(this::document);
        contents.problems().forEach(this::lost);
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
        for (int i = 0; i < tree.path("items").size(); i++) {
            object(document, items.item(i), tree.path("items").get(i));
        }
    }

    private void object(YamlDocument document, Field at, JsonNode tree) {
        ObjectReader.Read read = objects.read(tree, document.line(at));
        for (Mistake mistake : read.mistakes()) {
            int line = document.line(at.then(mistake.field()));
            problems.add(
                    new FileProblem(file, line, read.subject(), mistake.field().toString(), mistake.message()));
        }
        if (read.entry() != null) {
            entries.add(read.entry());
            seen.add(read.entry().key());
        } else {
            somethingLost |= read.key() == null;
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
        }
    }
}
