package io.modeenvoy.cli;

import io.modeenvoy.bootstrap.EnvoyBinary;
import io.modeenvoy.xds.translator.GroupResources;
import io.modeenvoy.xds.translator.Memo;
import io.modeenvoy.xds.translator.StaticBootstrap;
import io.modeenvoy.xds.translator.XdsOptions;
import io.modeenvoy.xds.translator.XdsTranslator;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Asks the real Envoy whether it would take what a directory became. */
final class EnvoyCheck {
    private EnvoyCheck() {}

    static List<Directory.Problem> of(Directory directory, EnvoyBinary envoy) {
        GroupResources all = Objects.requireNonNull(new XdsTranslator(XdsOptions.defaults())
                .translate(directory.translation().ir(), Memo.empty())
                .groups()
                .get(XdsTranslator.ALL_GROUP));
        try {
            return envoy.validate(StaticBootstrap.of(all)).stream()
                    .map(words -> new Directory.Problem("error", "", "", words, "Envoy: " + words))
                    .toList();
        } catch (IOException e) {
            throw new CannotException("--envoy: " + envoy.path() + " cannot be run: " + e.getMessage(), e);
        }
    }
}
