package mesh.warren.agent.publish;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.warren.agent.identity.PodSecrets;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.identity.IdentitySecrets;
import mesh.warren.model.identity.SecretNames;
import mesh.warren.model.symbolic.SymbolicResource;

/** Secrets with short texts instead of certificates. */
record FixedSecrets(List<SymbolicResource> ofAll, Map<PodUid, List<SymbolicResource>> ofPods, boolean complete) implements PodSecrets {

    static FixedSecrets root(String text) {
        return new FixedSecrets(List.of(IdentitySecrets.root(SecretNames.DEFAULT, bytes(text))), Map.of(), true);
    }

    FixedSecrets with(String uid, String text) {
        Map<PodUid, List<SymbolicResource>> more = new HashMap<>(ofPods);
        more.put(new PodUid(uid), List.of(IdentitySecrets.certificate(SecretNames.DEFAULT, bytes("chain"), bytes(text))));
        return new FixedSecrets(ofAll, more, complete);
    }

    FixedSecrets withRoot(String text) {
        return new FixedSecrets(root(text).ofAll, ofPods, complete);
    }

    FixedSecrets incomplete() {
        return new FixedSecrets(ofAll, ofPods, false);
    }

    @Override
    public List<SymbolicResource> of(PodUid pod) {
        return ofPods.getOrDefault(pod, List.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
