package io.modeenvoy.cli;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file or folder as people type it. Nothing is most likely a variable that is not set, and would be the working directory. */
final class FileName implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
        if (text.isBlank()) {
            throw new TypeConversionException("empty (expected: a path)");
        }
        return Path.of(text);
    }
}
