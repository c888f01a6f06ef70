package mesh.warren.cli.plan;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Ends reading when one entry of a file is larger than any resource could be: it would be in memory as a whole. */
final class EntryLimit extends FilterReader {

    static final int MOST = 64 << 20;

    private long left = MOST;

    EntryLimit(Reader in) {
        super(in);
    }

    /** The next entry begins. */
    void restart() {
        left = MOST;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        left -= Math.max(count, 0);
        if (left < 0) {
            throw new IOException("an entry is too large");
        }
        return count;
    }

    /** Whether that is why reading ended. */
    boolean exceeded() {
        return left < 0;
    }
}
