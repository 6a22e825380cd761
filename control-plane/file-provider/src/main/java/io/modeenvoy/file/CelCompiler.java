package io.modeenvoy.file;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.concurrent.CompletableFuture;

/** The CEL that CRD rules are written in: {@code self}, the standard library and macros, strings. */
final class CelCompiler {
    /** Under way from the start: its classes take longer to load than everything else here. */
    private final CompletableFuture<Cel> cel = CompletableFuture.supplyAsync(CelCompiler::build);

    private static Cel build() {
        Cel cel = CelFactory.plannerCelBuilder()
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addVar("self", SimpleType.DYN)
                .addCompilerLibraries(CelExtensions.strings())
                .addRuntimeLibraries(CelExtensions.strings())
                .build();
        compile(cel, "self.all(item, has(item.name))");
        return cel;
    }

    /** A program of {@code expression}. */
    CelRuntime.Program compile(String expression) {
        return compile(cel.join(), expression);
    }

    /** The rules come from our own CRDs and the Gateway API's: one that does not compile is our bug. */
    private static CelRuntime.Program compile(Cel cel, String expression) {
        try {
            return cel.createProgram(cel.compile(expression).getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException("CEL rule " + expression, e);
        }
    }
}
