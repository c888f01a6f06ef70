package mesh.warren.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import mesh.warren.agent.identity.Identities;
import mesh.warren.agent.identity.authority.Authority;
import mesh.warren.agent.identity.authority.SigningProvider;
import mesh.warren.agent.identity.builtin.BuiltinAuthority;
import mesh.warren.agent.identity.folder.FolderProvider;
import mesh.warren.agent.identity.istio.IstioAuthority;
import mesh.warren.agent.settings.IdentitySettings;
import mesh.warren.agent.settings.IdentitySettings.Mtls;
import mesh.warren.agent.upstream.connect.TokenFile;
import mesh.warren.model.builtin.MeshTls;
import mesh.warren.model.identity.SecretNames;

/** The parts of identity that the settings ask for. */
final class IdentityParts {

    private IdentityParts() {}

    /** What pods call their certificates; empty when they have none. */
    static Optional<SecretNames> names(IdentitySettings settings) {
        return settings.provider() instanceof IdentitySettings.None ? Optional.empty() : Optional.of(settings.names());
    }

    /** Between pods without a control plane; empty for none. */
    static Optional<MeshTls> tls(IdentitySettings settings) {
        return settings.mtls() == Mtls.OFF ? Optional.empty()
                : names(settings).map(names -> new MeshTls(settings.domain(), names, settings.mtls() == Mtls.STRICT));
    }

    /** @throws IOException naming the file that cannot be used */
    static Optional<Identities> of(IdentitySettings settings, Path state) throws IOException {
        InstantSource clock = InstantSource.system();
        return switch (settings.provider()) {
            case IdentitySettings.None none -> Optional.empty();
            case IdentitySettings.Folder(Path folder) ->
                Optional.of(new Identities(settings.domain(), settings.names(), wake -> new FolderProvider(folder), clock));
            case IdentitySettings.Builtin builtin -> Optional.of(signed(settings,
                    new BuiltinAuthority(settings.domain(), state.resolve("authority"), builtin.life(), clock.instant()), clock));
            case IdentitySettings.Authority remote -> Optional.of(signed(settings, IstioAuthority.open(remote.host(), remote.port(),
                    remote.rootFile(), new TokenFile(remote.tokenFile()), remote.clusterId(), remote.life()), clock));
        };
    }

    private static Identities signed(IdentitySettings settings, Authority authority, InstantSource clock) {
        return new Identities(settings.domain(), settings.names(),
                wake -> new SigningProvider(authority, wake, new SecureRandom()), clock);
    }
}
