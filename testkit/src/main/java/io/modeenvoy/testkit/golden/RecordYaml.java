package io.modeenvoy.testkit.golden;

import io.modeenvoy.incremental.PersistentMap;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Prints records as YAML: components in their order, lists as they stand, sets and maps sorted, of a {@link PersistentMap} the values (they bear their keys), null and empty parts left out, a case of a sealed interface with
 * its name under {@code is}. A record with a {@code toString} of its own, or any other value, is printed as that, so types that hide a secret stay hidden.
 */
public final class RecordYaml {
    private final Set<Class<?>> structured;

    private RecordYaml(Set<Class<?>> structured) {
        this.structured = structured;
    }

    /** Prints {@code value} followed by a line end. Records of the {@code structured} types are printed by components though they have a toString. */
    public static String print(@Nullable Object value, Class<?>... structured) {
        RecordYaml printer = new RecordYaml(Set.of(structured));
        return dump(printer.tree(value));
    }

    /** Prints a tree of maps, lists and scalars in block style. */
    public static String dump(@Nullable Object tree) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        return new Yaml(options).dump(tree);
    }

    private @Nullable Object tree(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Set<?> set ->
                set.stream().map(this::tree).map(String::valueOf).sorted().toList();
            case Collection<?> list -> list(list);
            case PersistentMap<?, ?> map -> list(map.values());
            case Map<?, ?> map -> map(map);
            case Integer number -> number;
            case Long number -> number;
            case Boolean bool -> bool;
            case Record item when isStructured(item) -> components(item);
            default -> value.toString();
        };
    }

    private List<@Nullable Object> list(Collection<?> values) {
        List<@Nullable Object> list = new ArrayList<>();
        values.forEach(value -> list.add(tree(value)));
        return list;
    }

    private Map<String, @Nullable Object> map(Map<?, ?> map) {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(String.valueOf(key), tree(value)));
        return sorted;
    }

    /** A record whose toString was not written by hand starts with its simple name and a bracket. */
    private boolean isStructured(Record item) {
        return structured.contains(item.getClass())
                || item.toString().startsWith(item.getClass().getSimpleName() + "[");
    }

    private Map<String, @Nullable Object> components(Record item) {
        Map<String, @Nullable Object> components = new LinkedHashMap<>();
        if (Arrays.stream(item.getClass().getInterfaces()).anyMatch(Class::isSealed)) {
            components.put("is", item.getClass().getSimpleName());
        }
        for (RecordComponent component : item.getClass().getRecordComponents()) {
            Object value = tree(read(component, item));
            if (!isEmpty(value)) {
                components.put(component.getName(), value);
            }
        }
        return components;
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value == null
                || (value instanceof Collection<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    private static @Nullable Object read(RecordComponent component, Record item) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(item);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(item.getClass() + "." + component.getName() + ": cannot be read", e);
        }
    }
}
