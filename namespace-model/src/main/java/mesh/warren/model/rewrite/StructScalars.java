package mesh.warren.model.rewrite;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mesh.warren.model.api.ApiEnum;
import mesh.warren.model.api.FieldKind;
import mesh.warren.model.rewrite.StructReader.Range;
import mesh.warren.model.rewrite.wire.Source;

/** The single values of {@link StructConverter}: JSON's to those of protobuf. */
final class StructScalars {

    private static final Pattern DURATION = Pattern.compile("(-?)(\\d{1,12})(?:\\.(\\d{1,9}))?s");
    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,20}");

    private final Source source;
    private final StructReader reader;

    StructScalars(Source source, StructReader reader) {
        this.source = source;
        this.reader = reader;
    }

    void want(boolean holds, String what) throws StructProblem {
        if (!holds) {
            throw new StructProblem("want " + what);
        }
    }

    /** Appends a scalar field with the value that the reader looked at. */
    void write(FieldPlan field, int kind) throws StructProblem {
        String text = kind == StructReader.STRING ? reader.text() : null;
        switch (field.kind) {
            case STRING -> {
                want(text != null, "a string");
                bytes(field.number, text.getBytes(StandardCharsets.UTF_8));
            }
            case BYTES -> {
                want(text != null, "a string in base 64");
                bytes(field.number, base64(text));
            }
            case BOOL -> {
                want(kind == StructReader.BOOL, "true or false");
                varint(field.number, reader.truth ? 1 : 0);
            }
            case ENUM -> varint(field.number, enumeration(field.enumeration(), kind, text));
            case DOUBLE, FLOAT -> floating(field, kind, text);
            default -> {
                want(kind == StructReader.NUMBER || text != null, "a number");
                integer(field, kind == StructReader.NUMBER ? integer(reader.number) : integer(text));
            }
        }
    }

    /** Appends a map's key. */
    void key(FieldPlan field, String key) throws StructProblem {
        switch (field.kind) {
            case STRING -> bytes(field.number, key.getBytes(StandardCharsets.UTF_8));
            case BOOL -> {
                want(key.equals("true") || key.equals("false"), "true or false as a key");
                varint(field.number, key.equals("true") ? 1 : 0);
            }
            default -> integer(field, integer(key));
        }
    }

    /** Appends the content of a well-known type. */
    void wellKnown(MessagePlan type, Range value, int kind) throws StructProblem {
        switch (type.name) {
            case "google.protobuf.Value" -> source.append(value.from(), value.to());
            case "google.protobuf.Struct" -> {
                want(kind == StructReader.STRUCT, "an object");
                source.append(reader.from, reader.to);
            }
            case "google.protobuf.ListValue" -> {
                want(kind == StructReader.LIST, "a list");
                source.append(reader.from, reader.to);
            }
            case "google.protobuf.Duration" -> {
                want(kind == StructReader.STRING, "a duration such as 1.5s");
                Matcher parts = DURATION.matcher(reader.text());
                want(parts.matches(), "a duration such as 1.5s");
                long sign = parts.group(1).isEmpty() ? 1 : -1;
                varint(1, sign * Long.parseLong(parts.group(2)));
                varint(2, parts.group(3) == null ? 0 : sign * Long.parseLong((parts.group(3) + "00000000").substring(0, 9)));
            }
            case "google.protobuf.Timestamp" -> {
                want(kind == StructReader.STRING, "a time such as 2026-01-31T12:00:00Z");
                try {
                    Instant time = Instant.parse(reader.text());
                    varint(1, time.getEpochSecond());
                    varint(2, time.getNano());
                } catch (DateTimeException e) {
                    throw new StructProblem("want a time such as 2026-01-31T12:00:00Z");
                }
            }
            case "google.protobuf.FieldMask" -> throw new StructProblem("a field mask cannot be converted: send the message itself");
            default -> write(type.field(1), kind);
        }
    }

    private static long enumeration(ApiEnum values, int kind, String text) throws StructProblem {
        if (text == null) {
            throw new StructProblem("want the name of a value");
        }
        return values.values().stream().filter(value -> value.name().equals(text)).findFirst()
                .orElseThrow(() -> new StructProblem("'" + (text.length() > 80 ? text.substring(0, 80) : text)
                        + "' is no value of " + values.name()))
                .number();
    }

    private void floating(FieldPlan field, int kind, String text) throws StructProblem {
        want(kind == StructReader.NUMBER || text != null, "a number");
        double value = kind == StructReader.NUMBER ? reader.number : switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new StructProblem("want a number");
        };
        source.appendVarint(field.number << 3 | field.kind.wireType());
        if (field.kind == FieldKind.DOUBLE) {
            source.appendFixed64(Double.doubleToLongBits(value));
        } else {
            source.appendFixed32(Float.floatToIntBits((float) value));
        }
    }

    private static BigInteger integer(double number) throws StructProblem {
        if (Double.isNaN(number) || Math.abs(number) > 0x1p64 || number != Math.rint(number)) {
            throw new StructProblem("want a whole number");
        }
        return new BigDecimal(number).toBigInteger();
    }

    private static BigInteger integer(String text) throws StructProblem {
        if (!INTEGER.matcher(text).matches()) {
            throw new StructProblem("want a whole number");
        }
        return new BigInteger(text);
    }

    private void integer(FieldPlan field, BigInteger value) throws StructProblem {
        boolean unsigned = switch (field.kind) {
            case UINT32, UINT64, FIXED32, FIXED64 -> true;
            default -> false;
        };
        boolean narrow = switch (field.kind) {
            case UINT32, FIXED32, INT32, SINT32, SFIXED32 -> true;
            default -> false;
        };
        int bits = narrow ? 32 : 64;
        want(unsigned ? value.signum() >= 0 && value.bitLength() <= bits : value.bitLength() < bits, "a number of its range");
        long raw = value.longValue();
        source.appendVarint(field.number << 3 | field.kind.wireType());
        switch (field.kind) {
            case FIXED32, SFIXED32 -> source.appendFixed32((int) raw);
            case FIXED64, SFIXED64 -> source.appendFixed64(raw);
            case SINT32, SINT64 -> source.appendVarint(raw << 1 ^ raw >> 63);
            default -> source.appendVarint(raw);
        }
    }

    private static byte[] base64(String text) throws StructProblem {
        try {
            return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            throw new StructProblem("want a string in base 64");
        }
    }

    private void bytes(int number, byte[] content) {
        source.appendVarint(number << 3 | Source.LENGTH);
        source.appendVarint(content.length);
        source.append(content);
    }

    private void varint(int number, long value) {
        source.appendVarint(number << 3);
        source.appendVarint(value);
    }
}
