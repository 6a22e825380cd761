package io.modeenvoy.file;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.Serial;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns checked JSON into the Java object, strictly: the model of Kubernetes' own kinds is their schema. */
final class Binding {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .annotationIntrospector(new NothingExtra())
            .defaultSetterInfo(JsonSetter.Value.forValueNulls(
                    Nulls.SKIP, Nulls.SKIP)) // null is absent, as everywhere in Kubernetes
            .withCoercionConfig(
                    LogicalType.Textual,
                    textual -> textual.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private Binding() {}

    /** An object, or what is wrong with it. */
    record Bound(@Nullable HasMetadata object, List<Mistake> mistakes) {}

    static Bound bind(JsonNode tree, Class<? extends HasMetadata> type) {
        List<Mistake> mistakes = new ArrayList<>();
        try {
            HasMetadata object = MAPPER.readerFor(type)
                    .withHandler(new Unknown(tree, mistakes))
                    .readValue(tree);
            return new Bound(mistakes.isEmpty() ? object : null, mistakes);
        } catch (JsonMappingException e) {
            mistakes.add(new Mistake(place(e), words(e)));
            return new Bound(null, mistakes);
        } catch (IOException e) {
            throw new IllegalStateException("a tree that cannot be read", e);
        }
    }

    private static Field place(JsonMappingException e) {
        Field place = Field.root();
        for (JsonMappingException.Reference step : e.getPath()) {
            place = step.getFieldName() == null ? place.item(step.getIndex()) : place.name(step.getFieldName());
        }
        return place;
    }

    /** Without the value: it may be a Secret's. */
    private static String words(JsonMappingException e) {
        Class<?> target = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        return "of the wrong type (expected: " + (target == null ? "another" : words(target)) + ")";
    }

    private static String words(Class<?> target) {
        if (target == String.class) {
            return "a string";
        }
        if (target == Boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(target)) {
            return "a whole number";
        }
        return Collection.class.isAssignableFrom(target) ? "a list" : "a mapping";
    }

    /** The model classes take any unknown field; we do not let them, but for those that are a map of words of others, as are the {@code managedFields} of an object. */
    private static final class NothingExtra extends JacksonAnnotationIntrospector {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable Boolean hasAnySetter(Annotated annotated) {
            return (annotated instanceof AnnotatedMember member && isFreeForm(member.getDeclaringClass()))
                    ? super.hasAnySetter(annotated)
                    : null;
        }

        /** Whether a model class has nothing but what it does not know. */
        private static boolean isFreeForm(Class<?> model) {
            return Arrays.stream(model.getDeclaredFields())
                    .filter(field -> !Modifier.isStatic(field.getModifiers()))
                    .map(java.lang.reflect.Field::getName)
                    .allMatch("additionalProperties"::equals);
        }
    }

    /** Collects unknown fields instead of stopping at the first. */
    private static final class Unknown extends DeserializationProblemHandler {
        private final JsonNode tree;
        private final List<Mistake> mistakes;

        private Unknown(JsonNode tree, List<Mistake> mistakes) {
            this.tree = tree;
            this.mistakes = mistakes;
        }

        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                JsonDeserializer<?> deserializer,
                Object beanOrClass,
                String name)
                throws IOException {
            Collection<Object> known = deserializer.getKnownPropertyNames();
            List<String> names = known == null
                    ? List.of()
                    : known.stream().map(String::valueOf).sorted().toList();
            mistakes.add(new Mistake(field(parser), Unknowns.words(name, names)));
            parser.skipChildren();
            return true;
        }

        private Field field(JsonParser parser) {
            Field field = Field.root();
            JsonNode at = tree;
            for (var step = parser.getParsingContext().pathAsPointer(); !step.matches(); step = step.tail()) {
                field = at.isArray() ? field.item(step.getMatchingIndex()) : field.name(step.getMatchingProperty());
                at = at.isArray() ? at.path(step.getMatchingIndex()) : at.path(step.getMatchingProperty());
            }
            return field;
        }
    }
}
