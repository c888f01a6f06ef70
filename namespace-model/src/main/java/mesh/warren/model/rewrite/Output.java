package mesh.warren.model.rewrite;

import java.util.Arrays;
import mesh.warren.model.rewrite.wire.Source;
import mesh.warren.model.symbolic.TemplateBuilder;
import mesh.warren.model.xds.ResourceKey;

/**
 * Where rewriting writes. As long as the output is what the input is, nothing is written at all: a run of the source grows.
 * The first difference cuts the run and opens the messages that it is in, because their lengths may change.
 */
final class Output {

    private static final int NO_RUN = -1;

    final TemplateBuilder builder = new TemplateBuilder();
    private final Source source;
    private int runFrom;
    private int runTo;
    private int[] prefixes = new int[128];
    private int[] contents = new int[128];
    private int depth;
    private int opened;

    Output(Source source) {
        this.source = source;
    }

    void reset() {
        builder.reset();
        runFrom = 0;
        runTo = 0;
        depth = 0;
        opened = 0;
    }

    /** Writes the source's bytes {@code [from, to)} as they are. */
    void keep(int from, int to) {
        if (from == to) {
            return;
        }
        if (from != runTo) {
            cut();
            runFrom = from;
        }
        runTo = to;
    }

    /** Writes the bytes that have been appended to the source since it ended at {@code from}. */
    void appended(int from) {
        keep(from, source.end());
    }

    /** Writes a number. */
    void varint(long value) {
        int from = source.end();
        source.appendVarint(value);
        appended(from);
    }

    /** Writes bytes that are not in the source. */
    void literal(byte[] bytes) {
        int from = source.end();
        source.append(bytes);
        appended(from);
    }

    /** Writes a name and the length before it; {@code rest}, when not null, follows the name in the same string. */
    void name(ResourceKey key, byte[] rest) {
        cut();
        builder.open();
        builder.slot(key);
        if (rest != null) {
            literal(rest);
            cut();
        }
        builder.close();
    }

    /** Begins a message whose length prefix, at {@code prefix}, and first byte, at {@code content}, have been kept. */
    void push(int prefix, int content) {
        if (depth == prefixes.length) {
            prefixes = Arrays.copyOf(prefixes, depth * 2);
            contents = Arrays.copyOf(contents, depth * 2);
        }
        prefixes[depth] = prefix;
        contents[depth] = content;
        depth++;
    }

    /** Begins a message that the source does not have. */
    void open() {
        cut();
        builder.open();
        push(NO_RUN, NO_RUN);
        opened++;
    }

    /** Ends the message begun last. When it was kept whole, up to {@code end}, this costs nothing. */
    void pop(int end) {
        if (opened < depth && runTo == end) {
            depth--;
            return;
        }
        cut();
        builder.close();
        depth--;
        opened--;
    }

    /** Where the output stands: for {@link #rollback}. */
    int mark() {
        cut();
        return builder.mark();
    }

    /** Forgets what was written since {@code mark}; as many messages are open as were then. */
    void rollback(int mark) {
        cut();
        builder.rollback(mark);
    }

    /** Writes out the run, and before it opens the messages that it is in. */
    void cut() {
        while (opened < depth) {
            builder.copy(runFrom, prefixes[opened]);
            builder.open();
            runFrom = contents[opened];
            opened++;
        }
        builder.copy(runFrom, runTo);
        runFrom = NO_RUN;
        runTo = NO_RUN;
    }
}
