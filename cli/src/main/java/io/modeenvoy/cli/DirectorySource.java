package io.modeenvoy.cli;

import io.modeenvoy.app.ControlPlane;
import io.modeenvoy.app.Pass;
import io.modeenvoy.app.Pepper;
import io.modeenvoy.app.StatusBoard;
import io.modeenvoy.app.XdsEndpoint;
import io.modeenvoy.file.FileProvider;
import io.modeenvoy.service.Metrics;
import io.modeenvoy.translator.ProviderRules;
import io.modeenvoy.translator.TranslatorOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A directory of YAML; mistakes are printed. */
final class DirectorySource implements ViewSource {
    private final Path directory;
    private final @Nullable Path state;
    private final ProviderOptions providers;
    private final ProblemPrinter problems;

    DirectorySource(Path directory, @Nullable Path state, ProviderOptions providers, PrintWriter err) {
        this.directory = directory;
        this.state = state;
        this.providers = providers;
        this.problems = new ProblemPrinter(err);
    }

    @Override
    public TranslatorOptions options() {
        return TranslatorOptions.files().withProviders(providers.rules(ProviderRules.ANYWHERE));
    }

    @Override
    public Pepper pepper() {
        return StateDirectory.of(state, directory).prepare().pepper();
    }

    @Override
    public StatusBoard board(XdsEndpoint xds) {
        return new StatusBoard(xds);
    }

    @Override
    public void feed(Parts parts, ControlPlane controlPlane, XdsEndpoint xds, StatusBoard board, Metrics metrics) {
        Path memory = StateDirectory.of(state, directory).prepare().lastGood();
        parts.add(FileProvider.watch(directory, memory, loaded -> {
            problems.files(loaded);
            controlPlane.submit(loaded.view());
        }));
    }

    @Override
    public void passed(Pass pass) {
        problems.translation(pass);
    }
}
