package mesh.warren.model.corpus;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.BindConfig;
import java.util.List;
import java.util.Optional;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.RewriteOutcome;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.Rewriter;
import mesh.warren.model.xds.ResourceName;

/** The rewriter under test, with the committed table and the default policy. */
final class Rewriting {

    static final ApiTable TABLE = ApiTable.committed();

    private static final Rewriter REWRITER = new Rewriter(TABLE, BindConfig.getDefaultInstance());

    private Rewriting() {}

    static RewriteOutcome of(Resource resource) {
        return REWRITER.rewrite(resource.typeUrl(), resource.bytes().toByteArray(), RewriteContext.DEFAULT);
    }

    /** The outcomes for all resources of a file, as one virtual Envoy sends them. */
    static List<RewriteOutcome> of(CorpusFile file) {
        return file.resources().stream().map(Rewriting::of).toList();
    }

    /** The bytes for the shared Envoy, with each name prefixed. */
    static ByteString resolved(Accepted accepted, String prefix) {
        return accepted.resource().bytes().resolve(key -> new ResourceName(prefix + key.name()));
    }

    static Optional<Accepted> accepted(RewriteOutcome outcome) {
        return outcome instanceof Accepted accepted ? Optional.of(accepted) : Optional.empty();
    }
}
