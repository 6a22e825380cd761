package io.modeenvoy.translator;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.testkit.golden.GoldenCase;
import io.modeenvoy.testkit.golden.GoldenFile;
import io.modeenvoy.testkit.golden.RecordYaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users write, as a directory each: {@code in/} against IR, diagnostics and the material of statuses. */
final class GoldenTest {
    private static final String OPTIONS = "in/options.txt";

    static List<GoldenCase> cases() {
        return GoldenCase.under(Path.of("src/test/resources/golden"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void translates(GoldenCase golden) {
        golden.verify(GoldenTest::translate);
    }

    private static Map<String, String> translate(List<GoldenFile> files) {
        TranslatorOptions options = files.stream().anyMatch(file -> file.name().equals(OPTIONS))
                ? TranslatorOptions.cluster()
                : TranslatorOptions.files();
        ResourceView view = WrittenObjects.view(files.stream()
                .filter(file -> !file.name().equals(OPTIONS))
                .map(GoldenFile::text)
                .toArray(String[]::new));
        Translation translation = ResourceTranslator.translate(view, options, Memo.empty());
        Translation again = ResourceTranslator.translate(view, options, translation.memo());
        assertThat(again.ir()).isSameAs(translation.ir());
        assertThat(again.diagnostics()).isEqualTo(translation.diagnostics());
        return outputs(translation);
    }

    private static Map<String, String> outputs(Translation translation) {
        Map<String, String> outputs = new TreeMap<>();
        outputs.put("ir.yaml", RecordYaml.print(translation.ir()));
        outputs.put("diagnostics.yaml", RecordYaml.dump(lines(translation.diagnostics())));
        List<Object> status = new ArrayList<>();
        translation.attachments().values().forEach(status::addAll);
        status.addAll(translation.listeners());
        status.addAll(translation.listenerSets());
        translation
                .ancestors()
                .forEach((policy, gateways) -> status.add(Map.of("policy", policy, "ancestors", gateways)));
        outputs.put("status.yaml", RecordYaml.print(status));
        return outputs;
    }

    private static List<String> lines(Collection<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .map(diagnostic -> diagnostic.severity() + " "
                        + diagnostic.type().label() + " " + diagnostic.reason() + ": " + diagnostic)
                .toList();
    }
}
