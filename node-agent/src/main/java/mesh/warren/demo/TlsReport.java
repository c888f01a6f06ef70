package mesh.warren.demo;

import java.io.IOException;
import java.util.Collection;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import mesh.warren.agent.envoy.AdminClient;
import mesh.warren.demo.report.Claims;
import mesh.warren.demo.report.Progress;

/** What Envoy says of TLS between the demo's pods. */
record TlsReport(AdminClient envoy, Progress progress, Claims claims) {

    /** Of the pods that are there. */
    void of(Collection<String> pods) throws IOException {
        String secrets = envoy.get("/config_dump?resource=dynamic_active_secrets");
        long own = Pattern.compile("\"name\": \"demo\\^demo\\^[^\"]*/default\"").matcher(secrets).results().map(MatchResult::group).distinct().count();
        claims.add("each pod has a certificate of its own in the one Envoy", own >= pods.size());
        long handshakes = envoy.counter("ssl.handshake");
        claims.add("connections between pods were TLS", handshakes >= pods.size());
        progress.say("TLS: %d handshakes at the doors of called pods, %d certificates of pods", handshakes, own);
    }
}
