package mesh.warren.model.builtin;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.symbolic.SymbolicBytes;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;

/**
 * What the agent writes itself because rewriting refuses it to tenants: it names clusters at run time (dispatch), or binds
 * as an inbound cluster does. The message is written anew with the names that it is to have. Immutable.
 */
final class AgentMade implements SymbolicBytes {

    /** Writes the message with these names; the same names give the same message. */
    interface Writer {
        Message write(Function<ResourceKey, String> names);
    }

    private final SortedSet<ResourceKey> references;
    private final Writer writer;
    private final ByteString canonical;

    private AgentMade(SortedSet<ResourceKey> references, Writer writer) {
        this.references = Collections.unmodifiableSortedSet(references);
        this.writer = writer;
        this.canonical = resolve(ResourceKey::name);
    }

    /** Shared by the whole domain. */
    static SymbolicResource resource(ResourceKey self, Writer writer, ResourceKey... references) {
        return new SymbolicResource(self, Scope.DOMAIN, new AgentMade(new TreeSet<>(List.of(references)), writer));
    }

    /** One for each pod. */
    static SymbolicResource ofPod(ResourceKey self, Writer writer, ResourceKey... references) {
        return new SymbolicResource(self, Scope.POD, new AgentMade(new TreeSet<>(List.of(references)), writer));
    }

    @Override
    public ByteString canonical() {
        return canonical;
    }

    @Override
    public SortedSet<ResourceKey> references() {
        return references;
    }

    @Override
    public ByteString resolve(Function<ResourceKey, ResourceName> physical) {
        return Packed.bytes(writer.write(key -> physical.apply(key).value()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AgentMade made && canonical.equals(made.canonical) && references.equals(made.references);
    }

    @Override
    public int hashCode() {
        return canonical.hashCode();
    }
}
