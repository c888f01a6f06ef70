package mesh.warren.model.rewrite;

import mesh.warren.model.rewrite.policy.RewritePolicy;

/**
 * All that a rewriting depends on besides type and bytes.
 *
 * @param view   of the virtual Envoy
 * @param policy of the cluster admin
 */
public record RewriteContext(NamespaceView view, RewritePolicy policy) {

    /** Default view, default policy. */
    public static final RewriteContext DEFAULT = new RewriteContext(NamespaceView.DEFAULT, RewritePolicy.DEFAULT);
}
