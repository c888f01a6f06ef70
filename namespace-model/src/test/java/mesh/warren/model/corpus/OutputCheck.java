package mesh.warren.model.corpus;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads what the rewriter wrote once more, by protobuf itself and {@link ReferenceFields}: says what in it would reach out of
 * the namespace. One for each output.
 */
final class OutputCheck {

    /** Extensions that read files, run code or open sockets of their own: none may be left in any output. */
    private static final Set<String> NEVER_TYPES = Set.of("FileAccessLog", "StdoutAccessLog", "StderrAccessLog", "Lua", "LuaPerRoute",
            "Wasm", "WasmAccessLog", "Tap", "TypedStruct", "FileContent", "SetFilterState", "QuicUpstreamTransport", "DynamicModuleFilter");

    /** {@code %%} or {@code %COMMAND(ARGUMENTS):LENGTH%}. */
    private static final Pattern COMMAND = Pattern.compile("%(?:%|([A-Z0-9_]+)(\\(.*?\\))?(:[0-9]+)?%)", Pattern.DOTALL);

    /** Envoy copies keys as they are, of JSON formats and of OpenTelemetry's attributes. */
    private static final Pattern KEYS = Pattern.compile("(Entry|opentelemetry\\.proto\\.common\\.v1\\.KeyValue)\\.key$");

    private static final String RESOLVERS = "envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig.resolvers";

    private final String prefix;
    /** Above 0 inside of a field that is a format string. */
    private int formats;
    private final List<String> findings = new ArrayList<>();

    private OutputCheck(String prefix) {
        this.prefix = prefix;
    }

    /** What is wrong with the resource; empty when each name in it begins with the prefix and nothing leads elsewhere. */
    static List<String> findings(Resource output, String prefix) {
        var check = new OutputCheck(prefix);
        check.message(EnvoyDescriptors.message(output.message()), output.bytes(), "", true);
        return check.findings;
    }

    private void message(Descriptor type, ByteString bytes, String path, boolean top) {
        try {
            message(DynamicMessage.parseFrom(type, bytes), path, top);
        } catch (InvalidProtocolBufferException e) {
            findings.add(path + ": is no " + type.getFullName() + ": " + e.getMessage());
        }
    }

    private void message(Message message, String path, boolean top) {
        var type = message.getDescriptorForType();
        if (!message.getUnknownFields().asMap().isEmpty()) {
            findings.add(path + ": unknown fields " + message.getUnknownFields().asMap().keySet() + " of " + type.getFullName());
        }
        if (type.getFullName().equals("google.protobuf.Any")) {
            any(message, path);
            return;
        }
        message.getAllFields().forEach((field, value) -> {
            var values = field.isRepeated() ? (List<?>) value : List.of(value);
            for (var each : values) {
                field(message, field, each, path + "." + field.getName(), top);
            }
        });
    }

    private void field(Message parent, FieldDescriptor field, Object value, String path, boolean top) {
        var name = field.getFullName();
        if (ReferenceFields.NEVER.contains(name) && !Boolean.FALSE.equals(value)) {
            findings.add(path + ": " + name + " is set");
        }
        boolean reference = ReferenceFields.NAMES.contains(name) || top && ReferenceFields.OWN_NAMES.contains(name) || ecds(parent, field);
        if (reference && !((String) value).isEmpty() && !((String) value).startsWith(prefix)) {
            findings.add(path + ": '" + value + "' is outside of the namespace");
        }
        if (name.equals(RESOLVERS) && !value.toString().contains(Rewriting.RELAY.ip())) {
            findings.add(path + ": asks another DNS server than the relay: " + value);
        }
        if (field.getName().equals("runtime_key") && !((String) value).isEmpty() && !value.equals("warren.unset")) {
            findings.add(path + ": runtime key '" + value + "'");
        }
        formats += ReferenceFields.FORMATS.contains(name) ? 1 : 0;
        if (formats > 0 && value instanceof String text && !KEYS.matcher(name).find() && readsProcess(text)) {
            findings.add(path + ": reads the process or the disk: " + value);
        }
        if (value instanceof Message nested) {
            message(nested, path, false);
        }
        formats -= ReferenceFields.FORMATS.contains(name) ? 1 : 0;
    }

    private static boolean readsProcess(String format) {
        var command = COMMAND.matcher(format);
        while (command.find()) {
            if (Set.of("ENVIRONMENT", "FILE_CONTENT", "SECRET").contains(String.valueOf(command.group(1)))) {
                return true;
            }
        }
        return false;
    }

    /** The name of a filter that comes by name: {@code HttpFilter}, {@code Filter} and their like with {@code config_discovery}. */
    private static boolean ecds(Message parent, FieldDescriptor field) {
        var discovery = parent.getDescriptorForType().findFieldByName("config_discovery");
        return discovery != null && field.getName().equals("name") && parent.hasField(discovery);
    }

    private void any(Message any, String path) {
        var type = any.getDescriptorForType();
        var typeUrl = (String) any.getField(type.findFieldByName("type_url"));
        var name = typeUrl.substring(typeUrl.lastIndexOf('/') + 1);
        var content = EnvoyDescriptors.message(name);
        if (!typeUrl.equals(Resource.PREFIX + name) || content == null) {
            findings.add(path + ": type URL '" + typeUrl + "'");
        } else if (NEVER_TYPES.contains(content.getName())) {
            findings.add(path + ": a " + name);
        } else {
            message(content, (ByteString) any.getField(type.findFieldByName("value")), path, false);
        }
    }
}
