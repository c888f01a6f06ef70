package mesh.warren.cli.rewrite;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import mesh.warren.model.rewrite.DnsRelay;
import mesh.warren.model.rewrite.NamespaceView;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.policy.Limits;
import mesh.warren.model.rewrite.policy.RewritePolicy;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A rewriting policy as YAML ({@code docs/rewrite-policy.md}). Unknown keys are refused: a typing error would silently leave
 * the default in force.
 */
public final class PolicyFile {

    private final String file;
    private final Map<?, ?> values;
    private final Set<String> used = new TreeSet<>();

    private PolicyFile(String file, Map<?, ?> values) {
        this.file = file;
        this.values = values;
    }

    /** The policy and the identities in the file. */
    public static RewriteContext load(Path file) throws UnusableInput {
        try {
            Object root = new Load(LoadSettings.builder().setLabel(file.toString()).setAllowDuplicateKeys(false).build())
                    .loadFromString(TextFiles.text(file));
            return of(file.toString(), root == null ? Map.of() : root);
        } catch (YamlEngineException e) {
            throw new UnusableInput(file.toString(), "not YAML: " + e.getMessage());
        }
    }

    private static RewriteContext of(String file, Object root) throws UnusableInput {
        PolicyFile top = new PolicyFile(file, map(file, "the file", root));
        RewritePolicy base = top.preset();
        PolicyFile strip = top.section("strip");
        PolicyFile limits = top.section("limits");
        try {
            RewritePolicy policy = new RewritePolicy(
                    top.flag("dedicated"),
                    top.names("allowedTypes", Set.of()),
                    strip.names("types", base.stripTypes()),
                    strip.names("names", base.stripNames()),
                    strip.names("alpn", base.stripAlpn()),
                    top.names("filterStateKeys", Set.of()),
                    top.names("formatCommands", Set.of()),
                    new Limits(
                            (int) limits.number("resourceBytes", Limits.DEFAULT.resourceBytes()),
                            (int) limits.number("depth", Limits.DEFAULT.depth()),
                            (int) limits.number("regexBytes", Limits.DEFAULT.regexBytes()),
                            limits.caps()));
            Set<String> identities = top.names("identities", Set.of());
            String relay = top.text("dnsRelay");
            top.refuseOthers("");
            strip.refuseOthers("strip.");
            limits.refuseOthers("limits.");
            NamespaceView view = identities.isEmpty() ? NamespaceView.DEFAULT
                    : new NamespaceView(identities, Set.of(), Optional.empty());
            return new RewriteContext(relay == null ? view : view.withResolver(relay(relay)), policy);
        } catch (IllegalArgumentException e) {
            throw new UnusableInput(file, e.getMessage());
        }
    }

    private static DnsRelay relay(String text) {
        int colon = text.lastIndexOf(':');
        try {
            String ip = text.substring(0, Math.max(colon, 0)).replaceAll("^\\[(.*)]$", "$1");
            return new DnsRelay(ip, Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("dnsRelay: '" + text + "': want IP:PORT, such as 169.254.20.10:53");
        }
    }

    private String text(String key) throws UnusableInput {
        used.add(key);
        Object value = values.get(key);
        if (value != null && !(value instanceof String)) {
            throw new UnusableInput(file, key + ": want text");
        }
        return (String) value;
    }

    private RewritePolicy preset() throws UnusableInput {
        used.add("preset");
        return switch (String.valueOf(values.get("preset"))) {
            case "null", "default" -> RewritePolicy.DEFAULT;
            case "istio" -> RewritePolicy.ISTIO;
            default -> throw new UnusableInput(file, "preset: '" + values.get("preset") + "': want default or istio");
        };
    }

    private PolicyFile section(String key) throws UnusableInput {
        used.add(key);
        Object value = values.get(key);
        return new PolicyFile(file, value == null ? Map.of() : map(file, key, value));
    }

    private boolean flag(String key) throws UnusableInput {
        used.add(key);
        return switch (values.get(key)) {
            case null -> false;
            case Boolean flag -> flag;
            default -> throw new UnusableInput(file, key + ": want true or false");
        };
    }

    private Set<String> names(String key, Set<String> more) throws UnusableInput {
        used.add(key);
        Set<String> names = new TreeSet<>(more);
        Object value = values.get(key);
        if (value != null && !(value instanceof List<?>)) {
            throw new UnusableInput(file, key + ": want a list of names");
        }
        for (Object name : value == null ? List.of() : (List<?>) value) {
            if (!(name instanceof String text) || text.isEmpty()) {
                throw new UnusableInput(file, key + ": '" + name + "': want a name");
            }
            names.add(text);
        }
        return names;
    }

    private long number(String key, long otherwise) throws UnusableInput {
        used.add(key);
        return number(key, values.get(key), otherwise);
    }

    private long number(String key, Object value, long otherwise) throws UnusableInput {
        return switch (value) {
            case null -> otherwise;
            case Integer number when number >= 0 -> number;
            case Long number when number >= 0 && number <= Integer.MAX_VALUE -> number;
            default -> throw new UnusableInput(file, key + ": '" + value + "': want a number from 0 to " + Integer.MAX_VALUE);
        };
    }

    private Map<String, Long> caps() throws UnusableInput {
        Map<String, Long> caps = new TreeMap<>();
        PolicyFile section = section("caps");
        for (Map.Entry<?, ?> entry : section.values.entrySet()) {
            caps.put(String.valueOf(entry.getKey()), number("limits.caps." + entry.getKey(), entry.getValue(), 0));
        }
        return caps;
    }

    private void refuseOthers(String section) throws UnusableInput {
        for (Object key : values.keySet()) {
            if (!used.contains(String.valueOf(key))) {
                throw new UnusableInput(file, "unknown key '" + section + key + "'; known are " + used);
            }
        }
    }

    private static Map<?, ?> map(String file, String key, Object value) throws UnusableInput {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new UnusableInput(file, key + ": want keys and values");
    }
}
