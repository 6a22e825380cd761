package io.modeenvoy.file;

import io.modeenvoy.crd.SizeLimit;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads the documents of a file one by one, so that a broken one costs only itself. */
final class YamlText {
    private YamlText() {}

    /** What a file holds, in its order. */
    record Contents(List<YamlDocument> documents, List<YamlProblem> problems) {}

    static Contents read(String text) {
        Contents contents = new Contents(new ArrayList<>(), new ArrayList<>());
        int line = 1;
        List<String> parts = parts(text);
        if (SizeLimit.FILE_DOCUMENTS.isExceededBy(parts.size())) {
            contents.problems()
                    .add(new YamlProblem(
                            0, parts.size() + " documents (expected: " + SizeLimit.FILE_DOCUMENTS.expected() + ")"));
            return contents;
        }
        for (String part : parts) {
            read(part, line, contents);
            line += (int) part.chars().filter(c -> c == '\n').count();
        }
        return contents;
    }

    /** Cuts before each line that starts a document. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        text.lines().forEach(line -> {
            if (line.startsWith("---") && (line.length() == 3 || Character.isWhitespace(line.charAt(3)))) {
                parts.add(part.toString());
                part.setLength(0);
            }
            part.append(line).append('\n');
        });
        parts.add(part.toString());
        return parts;
    }

    private static void read(String part, int firstLine, Contents contents) {
        try {
            Composer composer = composer(part);
            while (composer.checkNode()) {
                Node node = composer.getNode();
                YamlDocument document = new YamlDocument(firstLine, node, new YamlTree(firstLine).convert(node));
                if (!document.tree().isNull()) {
                    contents.documents().add(document);
                }
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine();
            contents.problems().add(new YamlProblem(firstLine + line, "not YAML: " + e.getProblem()));
        } catch (YAMLException e) {
            contents.problems().add(new YamlProblem(firstLine, "not YAML: " + firstLineOf(e)));
        } catch (YamlProblem e) {
            contents.problems().add(e);
        }
    }

    private static String firstLineOf(YAMLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
    }

    /** The documents of a part, one after the other. */
    private static Composer composer(String part) {
        LoaderOptions limits = new LoaderOptions();
        limits.setNestingDepthLimit(SizeLimit.DOCUMENT_DEPTH.most());
        limits.setMaxAliasesForCollections(SizeLimit.DOCUMENT_ALIASES.most());
        limits.setCodePointLimit(part.length() + 1);
        Parser parser = new CountedParser(new ParserImpl(new StreamReader(part), limits));
        return new Composer(parser, new Words(), limits);
    }

    /** Leaves the meaning of plain words to {@link Scalars}. */
    private static final class Words extends Resolver {
        @Override
        public Tag resolve(NodeId kind, String value, boolean implicit) {
            return kind == NodeId.scalar && implicit ? YamlTree.PLAIN : super.resolve(kind, value, implicit);
        }
    }
}
