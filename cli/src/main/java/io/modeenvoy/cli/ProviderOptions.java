package io.modeenvoy.cli;

import io.modeenvoy.ir.AddressRange;
import io.modeenvoy.ir.AddressRules;
import io.modeenvoy.translator.ProviderRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the platform lets ModelProviders do. */
final class ProviderOptions {
    @Option(
            names = "--allow-local-providers",
            negatable = true,
            description =
                    "A ModelProvider's URL may lead anywhere: to loopback, link-local, private and cloud metadata addresses too (default: with a directory it may, in a cluster it may not)")
    private @Nullable Boolean local;

    @Option(
            names = "--allow-provider-range",
            paramLabel = "CIDR",
            converter = Range.class,
            description =
                    "Besides public addresses a ModelProvider's URL may lead to these, as written or as its name is resolved; may be repeated")
    private List<AddressRange> allowed = new ArrayList<>();

    @Option(
            names = "--refuse-provider-range",
            paramLabel = "CIDR",
            converter = Range.class,
            description =
                    "It may not lead to these public addresses, for example those of the cluster's pods and Services; may be repeated")
    private List<AddressRange> refused = new ArrayList<>();

    @Option(
            names = "--require-secret-hosts",
            description =
                    "A ModelProvider's Secret goes only to hosts that its annotation modeenvoy.io/allowed-hosts names (default: one without annotation goes anywhere)")
    private boolean secretHosts;

    /** @param preset what holds where nothing is said */
    ProviderRules rules(ProviderRules preset) {
        boolean unsaid = local == null && allowed.isEmpty() && refused.isEmpty();
        boolean anywhere = unsaid ? preset.addresses() == null : Boolean.TRUE.equals(local);
        return new ProviderRules(anywhere ? null : new AddressRules(refused, allowed), secretHosts);
    }

    /** From its text. */
    private static final class Range implements ITypeConverter<AddressRange> {
        @Override
        public AddressRange convert(String text) {
            return AddressRange.parse(text)
                    .orElseThrow(() -> new TypeConversionException(
                            text + " (expected: an address range, for example 10.0.0.0/8)"));
        }
    }
}
