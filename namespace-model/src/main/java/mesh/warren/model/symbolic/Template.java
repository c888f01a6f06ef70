package mesh.warren.model.symbolic;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;

/**
 * Canonical bytes with marks: the slots that hold a name, and the length prefixes that grow with them. Resolving copies
 * the bytes between the marks; there is no object tree. Immutable. Made by {@link TemplateBuilder}.
 */
public final class Template implements SymbolicBytes {

    private final byte[] bytes;
    private final Marks marks;
    private final ResourceKey self;
    private final ResourceKey[] keys;

    Template(byte[] bytes, Marks marks, ResourceKey self, ResourceKey[] keys) {
        this.bytes = bytes;
        this.marks = marks;
        this.self = self;
        this.keys = keys;
    }

    @Override
    public ByteString canonical() {
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    /** The length of {@link #canonical()}. */
    public int size() {
        return bytes.length;
    }

    @Override
    public SortedSet<ResourceKey> references() {
        TreeSet<ResourceKey> found = new TreeSet<>();
        for (int i = 0; i < marks.count(); i++) {
            if (marks.isSlot(i) && !keys[marks.key(i)].equals(self)) {
                found.add(keys[marks.key(i)]);
            }
        }
        return Collections.unmodifiableSortedSet(found);
    }

    @Override
    public ByteString resolve(Function<ResourceKey, ResourceName> physical) {
        byte[][] names = new byte[keys.length][];
        for (int i = 0; i < marks.count(); i++) {
            if (marks.isSlot(i) && names[marks.key(i)] == null) {
                names[marks.key(i)] = physical.apply(keys[marks.key(i)]).value().getBytes(StandardCharsets.UTF_8);
            }
        }
        return UnsafeByteOperations.unsafeWrap(marks.fill(bytes, names));
    }

    /**
     * The content of one nested message (or several that follow each other) as symbolic bytes of their own: how a chain is
     * taken out of a listener.
     *
     * @param from  offset in {@link #canonical()}, at a field's tag or at the start of a message's content
     * @param to    offset after it; every slot and length prefix lies wholly inside or wholly outside
     * @param owner the resource that the slice becomes: it takes the place of this one in the slots
     */
    public Template slice(int from, int to, ResourceKey owner) {
        ResourceKey[] renamed = keys.clone();
        Arrays.setAll(renamed, i -> keys[i].equals(self) ? owner : keys[i]);
        return new Template(Arrays.copyOfRange(bytes, from, to), marks.slice(from, to), owner, renamed);
    }

    /**
     * The parts one after the other as one resource. Whose own name is a slot in a part is that part's owner; give the parts
     * the owner of the whole.
     *
     * @param owner the resource that the bytes are of
     */
    public static Template concat(ResourceKey owner, Template... parts) {
        ByteString bytes = ByteString.EMPTY;
        ResourceKey[] keys = new ResourceKey[0];
        for (Template part : parts) {
            bytes = bytes.concat(part.canonical());
            keys = Arrays.copyOf(keys, keys.length + part.keys.length);
            System.arraycopy(part.keys, 0, keys, keys.length - part.keys.length, part.keys.length);
        }
        return new Template(bytes.toByteArray(), Marks.concat(parts), owner, keys);
    }

    /** Bytes that name nothing. */
    public static Template literal(byte[] bytes, ResourceKey owner) {
        return new Template(bytes.clone(), new Marks(new int[0]), owner, new ResourceKey[0]);
    }

    Marks marks() {
        return marks;
    }

    int keyCount() {
        return keys.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Template t && Arrays.equals(bytes, t.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return self + ", " + bytes.length + " bytes, " + references().size() + " references";
    }
}
