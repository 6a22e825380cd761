package io.modeenvoy.xds.translator;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.ir.Ir;
import io.modeenvoy.policy.Names;
import io.modeenvoy.testkit.envoy.RealEnvoy;
import io.modeenvoy.testkit.envoy.Validation;
import io.modeenvoy.testkit.golden.GoldenCase;
import io.modeenvoy.testkit.golden.RecordYaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each IR of {@link Cases} becomes, compared with its golden directory and shown to the real Envoy. */
class GoldenTest {
    private static final SortedMap<String, Ir> IRS = Cases.all();

    static List<GoldenCase> cases() {
        return GoldenCase.named(Path.of("src/test/golden"), IRS.keySet());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void becomesWhatTheDirectoryHolds(GoldenCase golden) {
        golden.verify(inputs -> outputs(translate(golden)));
    }

    @Tag("envoy")
    @ParameterizedTest
    @MethodSource("cases")
    void isTakenByTheRealEnvoy(GoldenCase golden) {
        GroupResources resources = translate(golden).group(XdsTranslator.ALL_GROUP);

        Validation validation = RealEnvoy.find().validate(StaticBootstrap.of(resources));

        assertThat(validation.accepted()).as(validation.output()).isTrue();
    }

    private static XdsTranslation translate(GoldenCase golden) {
        return new XdsTranslator(XdsOptions.defaults())
                .translate(Objects.requireNonNull(IRS.get(golden.name())), Memo.empty());
    }

    private static Map<String, String> outputs(XdsTranslation translation) {
        Map<String, String> files = new TreeMap<>();
        GroupResources all = translation.group(XdsTranslator.ALL_GROUP);
        put(files, "listeners.yaml", all.of(TypeUrls.LISTENER).values());
        put(files, "routes.yaml", all.of(TypeUrls.ROUTES).values());
        put(files, "clusters.yaml", all.of(TypeUrls.CLUSTER).values());
        put(files, "endpoints.yaml", all.of(TypeUrls.ENDPOINTS).values());
        put(files, "secrets.yaml", all.of(TypeUrls.SECRET).values());
        List<TranslatedResource> policies = new ArrayList<>();
        translation.group(Names.SERVICES_GROUP).byType().values().forEach(type -> policies.addAll(type.values()));
        put(files, "policies.yaml", policies);
        files.put("groups.yaml", RecordYaml.dump(names(translation)));
        return files;
    }

    private static void put(Map<String, String> files, String name, Collection<TranslatedResource> resources) {
        if (!resources.isEmpty()) {
            files.put(name, XdsPrinter.yaml(resources));
        }
    }

    private static Map<String, Object> names(XdsTranslation translation) {
        Map<String, Object> groups = new TreeMap<>();
        translation.groups().forEach((group, resources) -> {
            Map<String, Object> types = new TreeMap<>();
            resources.byType().forEach((type, byName) -> {
                if (!byName.isEmpty()) {
                    types.put(type.substring(type.lastIndexOf('.') + 1), List.copyOf(byName.keySet()));
                }
            });
            groups.put(group, types);
        });
        return groups;
    }
}
