package io.modeenvoy.file;

import java.io.Serial;

/** Text that is not the YAML we read. The message never quotes the text: it may be a Secret. */
final class YamlProblem extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int line;

    YamlProblem(int line, String message) {
        super(message);
        this.line = line;
    }

    /** From 1, within the file; 0 = the whole file. */
    int line() {
        return line;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
