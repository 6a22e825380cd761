package io.modeenvoy.file;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads the documents of a file one by one, so that a broken one costs only itself. */
final class YamlText {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_ALIASES = 1_000;

    private YamlText() {}

    /** What a file holds, in its order. */
    record Contents(List<YamlDocument> documents, List<YamlProblem> problems) {}

    static Contents read(String text) {
        Contents contents = new Contents(new ArrayList<>(), new ArrayList<>());
        int line = 1;
        for (String part : parts(text)) {
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
            for (Node node : yaml(part.length()).composeAll(new StringReader(part))) {
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

    private static Yaml yaml(int length) {
        LoaderOptions limits = new LoaderOptions();
        limits.setNestingDepthLimit(MAX_DEPTH);
        limits.setMaxAliasesForCollections(MAX_ALIASES);
        limits.setCodePointLimit(length + 1);
        DumperOptions unused = new DumperOptions();
        return new Yaml(new SafeConstructor(limits), new Representer(unused), unused, limits, new Words());
    }

    /** Leaves the meaning of plain words to {@link Scalars}. */
    private static final class Words extends Resolver {
        @Override
        public Tag resolve(NodeId kind, String value, boolean implicit) {
            return kind == NodeId.scalar && implicit ? YamlTree.PLAIN : super.resolve(kind, value, implicit);
        }
    }
}
