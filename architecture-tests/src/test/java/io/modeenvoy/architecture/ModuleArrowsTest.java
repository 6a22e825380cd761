package io.modeenvoy.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the table of {@code docs/architecture.md}: who may use whom, and who alone may use which library. */
final class ModuleArrowsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.modeenvoy");

    @ParameterizedTest
    @EnumSource(Module.class)
    void usesOnlyTheModulesBelowIt(Module module) {
        String[] forbidden = Arrays.stream(Module.values())
                .filter(other -> other != module && !module.uses().contains(other))
                .map(Module::pattern)
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(module.pattern())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .check(CLASSES);
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void isUsedOnlyWhereItMayBe(Library library) {
        noClasses()
                .that()
                .resideOutsideOfPackages(library.homes())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library.packages())
                .check(CLASSES);
    }

    @Test
    void keepsProtobufOutOfTheRecordsOfThePolicy() {
        noClasses()
                .that()
                .resideInAPackage("io.modeenvoy.policy")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.protobuf..", "io.modeenvoy.policy.proto", "io.modeenvoy.policy.wire")
                .check(CLASSES);
    }

    @ParameterizedTest
    @EnumSource(
            value = Module.class,
            names = {"INCREMENTAL", "IR", "RESOURCE_TRANSLATOR", "XDS_TRANSLATOR", "POLICY", "ACCESS"})
    void doesNoInputOrOutputInPureModules(Module module) {
        noClasses()
                .that()
                .resideInAPackage(module.pattern())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.nio.file..",
                        "java.net.http..",
                        "org.slf4j..",
                        "io.grpc..",
                        "java.util.concurrent.locks..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @EnumSource(
            value = Module.class,
            names = {"INCREMENTAL", "IR", "RESOURCE_TRANSLATOR", "XDS_TRANSLATOR", "POLICY", "ACCESS"})
    void hasNoClockInPureModules(Module module) {
        noClasses()
                .that()
                .resideInAPackage(module.pattern())
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }

    @Test
    void seesEveryModule() {
        Set<String> seen = CLASSES.stream()
                .map(javaClass -> javaClass.getPackageName())
                .collect(java.util.stream.Collectors.toUnmodifiableSet());

        assertThat(Stream.of(Module.values()).map(Module::root)).isSubsetOf(seen);
    }

    @Test
    void knowsTheModuleOfEveryClass() {
        assertThat(CLASSES.stream()
                        .map(javaClass -> javaClass.getPackageName())
                        .filter(name -> Stream.of(Module.values())
                                .noneMatch(
                                        module -> name.equals(module.root()) || name.startsWith(module.root() + "."))))
                .isEmpty();
    }
}
