package io.modeenvoy.cli;

import io.modeenvoy.policy.Names;
import io.modeenvoy.policy.wire.PolicyTypes;
import io.modeenvoy.xds.translator.GroupResources;
import io.modeenvoy.xds.translator.Memo;
import io.modeenvoy.xds.translator.TranslatedResource;
import io.modeenvoy.xds.translator.TypeUrls;
import io.modeenvoy.xds.translator.XdsOptions;
import io.modeenvoy.xds.translator.XdsPrinter;
import io.modeenvoy.xds.translator.XdsTranslation;
import io.modeenvoy.xds.translator.XdsTranslator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what the fleet would get. */
@Command(
        name = "translate",
        description = "Print the xDS the fleet would get for the resources in PATH, secrets hidden.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  modeenvoy translate examples/quickstart --type rds"})
final class TranslateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PATH", description = "Directory or file of resources")
    private Path path = Path.of(".");

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            split = ",",
            description = "lds, rds, cds, eds, sds, policy; several with commas (default: all)")
    private List<Type> types = List.of(Type.values());

    @Option(
            names = "--proxy",
            paramLabel = "GROUP",
            description =
                    "Node group: gateway/NS/NAME, services, or all (default: all gateways, and services for policy)")
    private @Nullable String group;

    @Mixin
    private final OutputFormat format = new OutputFormat();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    enum Type {
        LDS,
        RDS,
        CDS,
        EDS,
        SDS,
        POLICY;

        List<String> urls() {
            return switch (this) {
                case LDS -> List.of(TypeUrls.LISTENER);
                case RDS -> List.of(TypeUrls.ROUTES);
                case CDS -> List.of(TypeUrls.CLUSTER);
                case EDS -> List.of(TypeUrls.ENDPOINTS);
                case SDS -> List.of(TypeUrls.SECRET);
                case POLICY -> PolicyTypes.ALL;
            };
        }

        String group() {
            return this == POLICY ? Names.SERVICES_GROUP : XdsTranslator.ALL_GROUP;
        }
    }

    @Override
    public Integer call() {
        Directory directory = Directory.read(path);
        directory.problems().forEach(problem -> spec.commandLine().getErr().println(problem.line()));
        XdsTranslation translation = new XdsTranslator(XdsOptions.defaults())
                .translate(directory.translation().ir(), Memo.empty());
        List<TranslatedResource> resources = new ArrayList<>();
        for (Type type : types) {
            GroupResources members = members(translation, group == null ? type.group() : group);
            type.urls().forEach(url -> resources.addAll(members.of(url).values()));
        }
        spec.commandLine().getOut().print(format.isJson() ? json(resources) : XdsPrinter.yaml(resources));
        spec.commandLine().getOut().flush();
        return directory.problems().stream().anyMatch(Directory.Problem::isError) ? ExitCode.NO : ExitCode.GOOD;
    }

    private GroupResources members(XdsTranslation translation, String name) {
        GroupResources members = translation.groups().get(name);
        if (members == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--proxy: " + name + " (expected: one of "
                            + String.join(", ", translation.groups().keySet()) + ")");
        }
        return members;
    }

    private static String json(List<TranslatedResource> resources) {
        return resources.stream().map(XdsPrinter::json).collect(Collectors.joining(",\n", "[", "]\n"));
    }
}
