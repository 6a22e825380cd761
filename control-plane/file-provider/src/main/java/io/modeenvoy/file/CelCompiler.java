package io.modeenvoy.file;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;

/** The CEL that CRD rules are written in: {@code self}, the standard library and macros, strings, addresses. */
final class CelCompiler {
    private static final String IS_IP = "isIP";
    private static final String IS_IP_OF_TEXT = "is_ip_string";

    /** Under way from the start: its classes take longer to load than everything else here. */
    private final CompletableFuture<Cel> cel = CompletableFuture.supplyAsync(CelCompiler::build);

    private static Cel build() {
        Cel cel = CelFactory.plannerCelBuilder()
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addVar("self", SimpleType.DYN)
                .addCompilerLibraries(CelExtensions.strings())
                .addRuntimeLibraries(CelExtensions.strings())
                .addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                        IS_IP, CelOverloadDecl.newGlobalOverload(IS_IP_OF_TEXT, SimpleType.BOOL, SimpleType.STRING)))
                .addFunctionBindings(CelFunctionBinding.fromOverloads(
                        IS_IP, CelFunctionBinding.from(IS_IP_OF_TEXT, String.class, CelCompiler::isIp)))
                .build();
        compile(cel, "self.all(item, has(item.name))");
        return cel;
    }

    /** Of what Kubernetes adds to CEL, the one thing that the rules use. */
    private static boolean isIp(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
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
