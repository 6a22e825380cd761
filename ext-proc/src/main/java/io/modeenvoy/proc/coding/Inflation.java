package io.modeenvoy.proc.coding;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/** Inflates an answer while it passes, in memory that is bounded for each piece of it. Owned by its exchange. */
public final class Inflation implements AutoCloseable {
    /** An answer may become so large whatever it was before. */
    static final long ALWAYS = 32 << 20;
    /** Beyond that, so many times what it was before: more is no text, but meant to fill memory. */
    static final long RATIO = 32;

    /** No server has a use for more codings of one answer; each costs memory. */
    private static final int MOST_CODINGS = 4;
    /** One piece may become so large whatever it was before, and beyond that {@link #RATIO} times as large. */
    static final long PIECE = 8 << 20;

    /** The last coding first, for it is the outermost. */
    private final List<Coding> codings;

    private long taken;
    private final long[] given;
    private long pieceTaken;
    private final long[] pieceGiven;

    private Inflation(List<Coding> codings) {
        this.codings = codings;
        this.given = new long[codings.size()];
        this.pieceGiven = new long[codings.size()];
    }

    /** By the header {@code content-encoding}; empty = one of its codings is not known here, or they are too many. */
    public static Optional<Inflation> of(String contentEncoding) {
        List<Coding> codings = new ArrayList<>();
        String[] names = contentEncoding.split(",", -1);
        if (names.length > MOST_CODINGS) {
            return Optional.empty();
        }
        for (String name : names) {
            if (isIdentity(name)) {
                continue;
            }
            Optional<Coding> coding = coding(name.strip().toLowerCase(Locale.ROOT));
            if (coding.isEmpty()) {
                codings.forEach(Coding::close);
                return Optional.empty();
            }
            codings.addFirst(coding.get());
        }
        return Optional.of(new Inflation(codings));
    }

    private static Optional<Coding> coding(String name) {
        return switch (name) {
            case "gzip", "x-gzip" -> Optional.of(new Gzip());
            case "deflate" -> Optional.of(new Deflate());
            case "br" -> NativeCoding.BROTLI.begin();
            case "zstd" -> NativeCoding.ZSTD.begin();
            default -> Optional.empty();
        };
    }

    /** Whether that header says that nothing is coded. */
    public static boolean isIdentity(String contentEncoding) {
        return Arrays.stream(contentEncoding.split(",", -1))
                .map(String::strip)
                .allMatch(name -> name.isEmpty() || name.equalsIgnoreCase("identity"));
    }

    /** Leaves everything as it is. */
    public static Inflation none() {
        return new Inflation(List.of());
    }

    /** Whether there is nothing to do. */
    public boolean isIdentity() {
        return codings.isEmpty();
    }

    /**
     * The next piece; it is what could be inflated before something was wrong, if something is.
     *
     * @param last whether nothing more comes
     */
    public Piece accept(ByteString chunk, boolean last) {
        if (isIdentity()) {
            return new Piece(chunk, null);
        }
        taken += chunk.size();
        pieceTaken = chunk.size();
        Arrays.fill(pieceGiven, 0);
        ByteString.Output out = ByteString.newOutput();
        try {
            byte[] bytes = chunk.toByteArray();
            feed(0, bytes, 0, bytes.length, out);
            return new Piece(out.toByteString(), last ? missing() : null);
        } catch (DataFormatException e) {
            return new Piece(out.toByteString(), String.valueOf(e.getMessage()));
        }
    }

    private void feed(int step, byte[] bytes, int from, int to, ByteString.Output out) throws DataFormatException {
        if (step == codings.size()) {
            out.write(bytes, from, to - from);
            return;
        }
        codings.get(step).feed(bytes, from, to, (inflated, first, last) -> {
            given[step] += last - first;
            pieceGiven[step] += last - first;
            boolean piece = pieceGiven[step] > PIECE && pieceGiven[step] > RATIO * pieceTaken;
            if (piece || (given[step] > ALWAYS && given[step] > RATIO * taken)) {
                throw new DataFormatException("it inflates to more than " + RATIO + " times its size");
            }
            feed(step + 1, inflated, first, last, out);
        });
    }

    private @Nullable String missing() {
        return codings.stream().allMatch(Coding::isWhole) ? null : "it ends before its end";
    }

    @Override
    public void close() {
        codings.forEach(Coding::close);
    }
}
