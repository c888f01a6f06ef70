package mesh.warren.model.rewrite;

import java.nio.charset.StandardCharsets;
import mesh.warren.model.api.FieldClass;
import mesh.warren.model.api.FieldKind;
import mesh.warren.model.rewrite.format.FormatProblem;
import mesh.warren.model.rewrite.format.FormatString;
import mesh.warren.model.rewrite.wire.Utf8;
import mesh.warren.model.symbolic.Separator;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/** Fields that are text or bytes: most names, references, and what only looks like text. */
final class Strings {

    private static final byte[] UNSET_RUNTIME_KEY = FieldClass.UNSET_RUNTIME_KEY.getBytes(StandardCharsets.UTF_8);

    /** The kind of cost of regular expressions. */
    private static final String REGEX = "regex-bytes";

    private final Walk walk;

    Strings(Walk walk) {
        this.walk = walk;
    }

    /** Writes the field with the content {@code [from, to)}. */
    void write(FieldPlan field, int start, int prefix, int from, int to) {
        if (from == to && field.implicit) {
            walk.drop(field);
            return;
        }
        if (field.kind == FieldKind.STRING && !Utf8.valid(walk.source.bytes, from, to)) {
            walk.report.refuse(Rule.UTF8, from, to);
        }
        if (field.repeated && stripped(field, from, to)) {
            return;
        }
        switch (field.rule) {
            case PLAIN -> plain(field, from, to);
            case NAME -> {
                if (walk.report.path.depth() == 1 && field.api.resource() == walk.self.type()) {
                    slot(field, start, prefix, walk.self);
                    return;
                }
            }
            case REF, CALL -> {
                if (from < to) {
                    reference(field, start, prefix, from, to, field.api.resource());
                    return;
                }
            }
            case FILTER_NAME -> {
                if (walk.discovered(field)) {
                    reference(field, start, prefix, from, to, ResourceType.EXTENSION);
                    return;
                }
            }
            case FILTER_KEY -> walk.filterKeys.add(text(from, to));
            case PREFIXED -> {
                prefixed(field, start, prefix, from, to);
                return;
            }
            case STATS_NAME -> {
                slot(field, start, prefix, walk.self);
                return;
            }
            case RUNTIME_KEY -> {
                walk.tag(field, start, prefix);
                walk.out.varint(UNSET_RUNTIME_KEY.length);
                walk.out.literal(UNSET_RUNTIME_KEY);
                walk.report.notice("runtime key '" + walk.report.text(from, to) + "' replaced: the default value holds");
                return;
            }
            case DNS -> {
                if (!walk.dns.inside()) {
                    walk.drop(field);
                    return;
                }
            }
            case AGENT -> {
                walk.report.notice("left out: " + field.api.reason());
                walk.drop(field);
                return;
            }
            case FORMAT -> format(from, to);
            case FILTER_STATE -> filterState(from, to);
            case METADATA_KEY -> metadataKey(from, to);
            case REFUSE -> walk.report.refuse(field.api.refusal(), walk.report.text(from, to));
            case CODE -> walk.code(field, walk.report.text(from, to));
            case COST -> cost(field, from, to);
            case UNDECIDED -> walk.report.refuse(Rule.UNDECIDED, field.toString());
            default -> plain(field, from, to);
        }
        walk.copy(field, start, prefix, from, to);
    }

    /** Text that is no more than that, unless it stands in a message that is a format string. */
    private void plain(FieldPlan field, int from, int to) {
        boolean text = field.parent.special == Special.DATA_SOURCE || field.parent.special == Special.VALUE;
        if (text && walk.formats > 0) {
            format(from, to);
        }
    }

    private void cost(FieldPlan field, int from, int to) {
        String kind = field.api.argument();
        walk.count(field, to - from);
        int most = walk.policy().limits().regexBytes();
        if (kind.equals(REGEX) && to - from > most) {
            walk.report.refuse(Rule.REGEX_SIZE.id(), walk.report.text(from, to),
                    "use a regular expression of at most " + most + " bytes");
        }
    }

    private boolean stripped(FieldPlan field, int from, int to) {
        boolean alpn = field.parent.special == Special.TLS && field.name.equals("alpn_protocols");
        if (!alpn || !walk.policy().stripAlpn().contains(text(from, to))) {
            return false;
        }
        walk.report.notice("ALPN " + text(from, to) + " left out, as the policy says");
        return true;
    }

    private void slot(FieldPlan field, int start, int prefix, ResourceKey key) {
        walk.tag(field, start, prefix);
        walk.out.name(key, null);
        walk.used(field);
    }

    private void reference(FieldPlan field, int start, int prefix, int from, int to, ResourceType type) {
        if (!TenantName.valid(walk.source.bytes, from, to)) {
            walk.report.refuse(Rule.NAME, from, to);
            return;
        }
        ResourceKey key = ResourceKey.of(type, text(from, to));
        slot(field, start, prefix, key);
        if (field.rule == FieldClass.CALL && walk.report.muted == 0) {
            walk.detached.add(key);
        }
    }

    private void prefixed(FieldPlan field, int start, int prefix, int from, int to) {
        if (!TenantName.valid(walk.source.bytes, from, to)) {
            walk.report.refuse(Rule.NAME, from, to);
            return;
        }
        byte[] rest = (Separator.CHARACTER + text(from, to)).getBytes(StandardCharsets.UTF_8);
        walk.tag(field, start, prefix);
        walk.out.name(walk.self, rest);
        walk.used(field);
    }

    private void format(int from, int to) {
        FormatProblem problem = FormatString.check(walk.source.bytes, from, to, walk.policy().formatCommands());
        if (problem != null) {
            walk.report.refuse(problem.syntax() ? Rule.FORMAT_SYNTAX : Rule.FORMAT_COMMAND, problem.text());
        }
    }

    private void filterState(int from, int to) {
        if (!walk.policy().filterStateKeys().contains(text(from, to))) {
            walk.report.refuse(Rule.FILTER_STATE, from, to);
        }
    }

    private void metadataKey(int from, int to) {
        if (!MetadataKeys.inert(walk.source.bytes, from, to)) {
            walk.report.refuse(Rule.METADATA_KEY, from, to);
        }
    }

    private String text(int from, int to) {
        return new String(walk.source.bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
