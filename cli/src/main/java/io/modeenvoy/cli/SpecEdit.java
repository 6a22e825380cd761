package io.modeenvoy.cli;

import io.modeenvoy.policy.NamespacedName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sets one plain field of {@code spec} in the text of one object among the documents of a file, touching nothing else. */
final class SpecEdit {
    private static final Pattern DOCUMENT = Pattern.compile("(?m)^---.*$\\R?");
    /** Its fields below it, two blanks in; another form would be spoilt by a line more. */
    private static final Pattern BLOCK_SPEC =
            Pattern.compile("(?m)^spec:[ \\t]*(#.*)?$(?=(\\R[ \\t]*(#.*)?)*\\R  [a-zA-Z])");

    private static final Pattern FLOW_SPEC = Pattern.compile("(?m)^spec:[ \\t]*\\{");

    private SpecEdit() {}

    /** The whole text with the field set, or nothing if the object is not in it or its form is not understood. */
    static Optional<String> set(String text, String kind, NamespacedName name, String field, String value) {
        Matcher separator = DOCUMENT.matcher(text);
        int start = 0;
        while (true) {
            boolean more = separator.find();
            int end = more ? separator.start() : text.length();
            String document = text.substring(start, end);
            if (is(document, kind, name)) {
                int from = start;
                return edit(document, field, value)
                        .map(edited -> text.substring(0, from) + edited + text.substring(end));
            }
            if (!more) {
                return Optional.empty();
            }
            start = separator.end();
        }
    }

    private static boolean is(String document, String kind, NamespacedName name) {
        return Pattern.compile("(?m)^kind:[ \\t]*\"?" + Pattern.quote(kind) + "\"?[ \\t]*(#.*)?$")
                        .matcher(document)
                        .find()
                && scalar("name", name.name()).matcher(document).find()
                && (scalar("namespace", name.namespace()).matcher(document).find()
                        || (name.namespace().equals("default") && !document.contains("namespace:")));
    }

    private static Pattern scalar(String field, String value) {
        return Pattern.compile("(?m)(^metadata:[ \\t]*\\{.*?\\b|^  )" + field + ":[ \\t]*\"?" + Pattern.quote(value)
                + "\"?[ \\t]*([,}]|#|$)");
    }

    private static Optional<String> edit(String document, String field, String value) {
        Matcher present = Pattern.compile("(?m)^(  " + field + ":[ \\t]*)(\"[^\"]*\"|[^#\\s]*)")
                .matcher(document);
        if (present.find()) {
            return Optional.of(document.substring(0, present.start())
                    + present.group(1)
                    + value
                    + document.substring(present.end()));
        }
        Matcher inFlow = Pattern.compile(
                        "(?s)(^|\\n)(spec:[ \\t]*\\{.*?\\b" + field + ":[ \\t]*)(\"[^\"]*\"|[^,}\\s]*)")
                .matcher(document);
        if (inFlow.find()) {
            return Optional.of(document.substring(0, inFlow.start(3)) + value + document.substring(inFlow.end(3)));
        }
        Matcher block = BLOCK_SPEC.matcher(document);
        if (block.find()) {
            return Optional.of(document.substring(0, block.end()) + "\n  " + field + ": " + value
                    + document.substring(block.end()));
        }
        Matcher flow = FLOW_SPEC.matcher(document);
        return flow.find()
                ? Optional.of(document.substring(0, flow.end()) + field + ": " + value + ", "
                        + document.substring(flow.end()))
                : Optional.empty();
    }
}
