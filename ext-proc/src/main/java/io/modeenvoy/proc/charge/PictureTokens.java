package io.modeenvoy.proc.charge;

import io.modeenvoy.proc.request.Pictures;
import io.modeenvoy.proc.rule.Target;
import java.util.List;

/**
 * How many input tokens pictures can be at most: what the ModelProvider says of one, else what is published of models of that name, else {@link #MOST}. Providers make
 * a picture smaller before they count it, so neither its bytes nor what its address leads to matters.
 *
 * <p>Sources: OpenAI, "Images and vision" (a base and at most eight tiles, or at most 1,536 patches times a factor); Anthropic, "Vision" (about 1,600, and about
 * 4,800 since Claude Opus 4.7); Google, "Media resolution" (at most 2,240 since Gemini 3).
 */
final class PictureTokens {
    /** Of models nobody here has read about; more than any published one but gpt-4o-mini asks for. */
    static final long MOST = 16_384;

    /** By name, the more exact before the less exact. */
    private static final List<Rule> PUBLISHED = List.of(
            tiles("gpt-4o-mini", 2_833, 5_667),
            tiles("gpt-4o", 85, 170),
            tiles("chatgpt-4o", 85, 170),
            tiles("gpt-4-turbo", 85, 170),
            patches("gpt-4.1-mini", 162),
            patches("gpt-4.1-nano", 246),
            tiles("gpt-4.1", 85, 170),
            patches("gpt-5-mini", 162),
            patches("gpt-5-nano", 246),
            tiles("gpt-5", 70, 140),
            patches("o4-mini", 172),
            tiles("o1", 75, 150),
            tiles("o3", 75, 150),
            all("claude-3", 1_700),
            all("claude-haiku-4", 1_700),
            all("claude-opus-4-0", 1_700),
            all("claude-opus-4-1", 1_700),
            all("claude-opus-4-5", 1_700),
            all("claude-opus-4-6", 1_700),
            all("claude-sonnet-4", 1_700),
            all("claude", 4_800),
            all("gemini-3", 2_240));

    private PictureTokens() {}

    /** Of one picture whose model has this name, or one that begins with it and a dash. */
    private record Rule(String name, long low, long most) {
        boolean isFor(String model) {
            return model.startsWith(name) && (model.length() == name.length() || model.charAt(name.length()) == '-');
        }
    }

    private static Rule tiles(String name, long base, long tile) {
        return new Rule(name, base, base + 8 * tile);
    }

    private static Rule patches(String name, long percent) {
        return all(name, (1_536 * percent + 99) / 100);
    }

    private static Rule all(String name, long most) {
        return new Rule(name, most, most);
    }

    static long of(Pictures pictures, Target target) {
        if (pictures.isEmpty()) {
            return 0;
        } else if (target.imageTokens() > 0) {
            return (pictures.low() + (long) pictures.others()) * target.imageTokens();
        }
        String name = withoutOwner(target.modelName());
        return PUBLISHED.stream()
                .filter(rule -> rule.isFor(name))
                .findFirst()
                .map(rule -> pictures.low() * rule.low() + pictures.others() * rule.most())
                .orElse((pictures.low() + (long) pictures.others()) * MOST);
    }

    /** Who serves models of several makers puts the maker before the name: {@code openai/gpt-4o}. */
    private static String withoutOwner(String model) {
        return model.substring(model.lastIndexOf('/') + 1);
    }
}
