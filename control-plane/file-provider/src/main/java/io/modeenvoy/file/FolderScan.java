package io.modeenvoy.file;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds the files to read, through links; whatever is hidden stays out.
 *
 * @param files relative to the root
 * @param folders absolute, the root among them
 * @param closed what could not be looked into, relative, with the reason
 */
record FolderScan(SortedMap<Path, Stamp> files, List<Path> folders, SortedMap<Path, String> closed) {
    private static final int MAX_DEPTH = 32;

    static FolderScan of(Path root) {
        FolderScan scan = new FolderScan(new TreeMap<>(), new ArrayList<>(), new TreeMap<>());
        try {
            Files.walkFileTree(root, Set.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new Visitor(root, scan));
        } catch (IOException e) {
            scan.closed().put(Path.of(""), reason(e));
        }
        return scan;
    }

    /** Whether a name is one of those we read. */
    static boolean readable(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
    }

    static boolean hidden(Path path) {
        return path.getFileName() != null && path.getFileName().toString().startsWith(".");
    }

    static String reason(IOException e) {
        if (e instanceof FileSystemLoopException) {
            return "a link in a circle (expected: none)";
        }
        return e instanceof NoSuchFileException
                ? "not there (expected: a directory or file of YAML)"
                : "cannot be read: " + e.getClass().getSimpleName() + " (expected: readable)";
    }

    /** Collects what is under the root. */
    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final FolderScan scan;

        private Visitor(Path root, FolderScan scan) {
            this.root = root;
            this.scan = scan;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (!folder.equals(root) && hidden(folder)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            scan.folders().add(folder);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.equals(root)) {
                scan.files().put(file.getFileName(), Stamp.of(attributes));
            } else if (readable(file) && attributes.isRegularFile()) {
                scan.files().put(root.relativize(file), Stamp.of(attributes));
            } else if (readable(file) && attributes.isSymbolicLink()) {
                scan.closed().put(root.relativize(file), "a link to nothing (expected: a file)");
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            boolean ours = file.equals(root) || Files.isDirectory(file) || readable(file);
            if (ours && (file.equals(root) || !hidden(file))) {
                scan.closed().put(root.relativize(file), reason(e));
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
