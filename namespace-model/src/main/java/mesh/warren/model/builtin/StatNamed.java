package mesh.warren.model.builtin;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.util.SortedSet;
import java.util.function.Function;
import mesh.warren.model.symbolic.SymbolicBytes;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;

/**
 * A rewritten cluster whose statistics are called after its Service. Rewriting makes {@code alt_stat_name} the physical
 * name, so that tenants cannot write into each other's statistics; this name is the agent's own and cannot collide: no
 * two Services have one name. A message and another behind it are one message with the fields of both (protobuf, "Last one
 * wins").
 *
 * @param cluster  rewritten, without {@code alt_stat_name}
 * @param statName a message with nothing but that
 */
record StatNamed(SymbolicBytes cluster, ByteString statName) implements SymbolicBytes {

    static SymbolicResource of(SymbolicResource cluster, String statName) {
        ByteString field = Packed.bytes(Cluster.newBuilder().setAltStatName(statName).build());
        return new SymbolicResource(cluster.key(), cluster.scope(), new StatNamed(cluster.bytes(), field));
    }

    @Override
    public ByteString canonical() {
        return cluster.canonical().concat(statName);
    }

    @Override
    public SortedSet<ResourceKey> references() {
        return cluster.references();
    }

    @Override
    public ByteString resolve(Function<ResourceKey, ResourceName> physical) {
        return cluster.resolve(physical).concat(statName);
    }
}
