package io.modeenvoy.proc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The query of a call to a provider. */
final class Query {
    private Query() {}

    /**
     * The provider's own query and that of the client, with a question mark if there is any. A parameter of the provider's is not the client's to choose, in whatever
     * case or escapes it is written.
     *
     * @param own without a question mark
     * @param asked empty or with a question mark
     */
    static String merged(String own, String asked) {
        if (own.isEmpty()) {
            return asked;
        }
        Set<String> names = parameters(own).map(Query::name).collect(Collectors.toSet());
        List<String> all = new ArrayList<>(List.of(own));
        parameters(asked.isEmpty() ? "" : asked.substring(1))
                .filter(parameter -> !names.contains(name(parameter)))
                .forEach(all::add);
        return "?" + String.join("&", all);
    }

    private static Stream<String> parameters(String query) {
        return Stream.of(query.split("&", -1)).filter(parameter -> !parameter.isEmpty());
    }

    private static String name(String parameter) {
        int equals = parameter.indexOf('=');
        String written = equals < 0 ? parameter : parameter.substring(0, equals);
        try {
            return URLDecoder.decode(written, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return written.toLowerCase(Locale.ROOT);
        }
    }
}
