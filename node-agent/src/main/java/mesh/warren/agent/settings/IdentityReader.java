package mesh.warren.agent.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mesh.warren.agent.domain.Template;
import mesh.warren.agent.settings.IdentitySettings.Authority;
import mesh.warren.agent.settings.IdentitySettings.Builtin;
import mesh.warren.agent.settings.IdentitySettings.Folder;
import mesh.warren.agent.settings.IdentitySettings.Mtls;
import mesh.warren.agent.settings.IdentitySettings.None;
import mesh.warren.agent.settings.IdentitySettings.Provider;
import mesh.warren.model.identity.SecretNames;
import mesh.warren.model.identity.TrustDomain;

/** The section {@code identity} of the agent's file. */
final class IdentityReader {

    private static final Pattern HOST_PORT = Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9a-fA-F:]+]):([0-9]{1,5})");

    private enum Kind {
        NONE,
        BUILTIN,
        FOLDER,
        AUTHORITY
    }

    private IdentityReader() {}

    /** Null when there is a problem, which is noted. */
    static IdentitySettings read(SettingValues values) {
        TrustDomain domain = values.one(Setting.IDENTITY_TRUST_DOMAIN, TrustDomain::new);
        String certificate = values.one(Setting.IDENTITY_CERTIFICATE_NAME, IdentityReader::secretName);
        String root = values.one(Setting.IDENTITY_ROOT_NAME, IdentityReader::secretName);
        Provider provider = provider(values);
        Mtls mtls = values.one(Setting.MTLS, text -> SettingsFile.choice(Mtls.class, text));
        if (domain == null || certificate == null || root == null || provider == null || mtls == null) {
            return null;
        }
        if (certificate.equals(root)) {
            values.problem(Setting.IDENTITY_ROOT_NAME, "is '" + root + "', as identity.certificateName is; want two names");
            return null;
        }
        return new IdentitySettings(domain, new SecretNames(certificate, root), provider, mtls);
    }

    private static Provider provider(SettingValues values) {
        Kind kind = values.one(Setting.IDENTITY_PROVIDER, text -> SettingsFile.choice(Kind.class, text));
        Path folder = values.one(Setting.IDENTITY_FOLDER, SettingsFile::absolute);
        Integer hours = values.one(Setting.IDENTITY_HOURS, text -> SettingsFile.number(text, 1, 2160));
        Matcher address = values.one(Setting.IDENTITY_AUTHORITY_ADDRESS, IdentityReader::hostPort);
        Path rootFile = values.one(Setting.IDENTITY_AUTHORITY_ROOT, SettingsFile::absolute);
        Template token = values.one(Setting.IDENTITY_AUTHORITY_TOKEN, IdentityReader::file);
        String cluster = values.one(Setting.IDENTITY_AUTHORITY_CLUSTER, SettingsFile::name);
        if (kind == null || folder == null || hours == null || address == null || rootFile == null || token == null || cluster == null) {
            return null;
        }
        Duration life = Duration.ofHours(hours);
        return switch (kind) {
            case NONE -> new None();
            case BUILTIN -> new Builtin(life);
            case FOLDER -> new Folder(folder);
            case AUTHORITY -> new Authority(address.group(1), Integer.parseInt(address.group(2)), rootFile, token, cluster, life);
        };
    }

    private static Template file(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("begins with '/'");
        }
        return Template.parse(text);
    }

    private static Matcher hostPort(String text) {
        Matcher matcher = HOST_PORT.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65535) {
            throw new IllegalArgumentException("as in istiod.istio-system.svc:15012");
        }
        return matcher;
    }

    private static String secretName(String text) {
        if (!text.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("1 to 64 letters, digits, '.', '_' and '-'");
        }
        return text;
    }
}
