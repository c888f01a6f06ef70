package mesh.warren.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The model is pure: no I/O, no clock, no threads, no network library. Read off the compiled classes. */
@Tag("pure")
class PurityTest {

    private static final Path CLASSES = Path.of("target/classes/mesh/warren/model");

    /** What a pure class has no business with. Reading the class path is how the API table gets in, so streams are let through. */
    private static final Pattern IMPURE_CLASS = Pattern.compile(
            "java/io/(File|RandomAccess|Console|PrintStream).*"
            + "|java/nio/(file|channels)/.*"
            + "|java/net/(?!(InetAddress|Inet4Address|Inet6Address|UnknownHostException|URI|URISyntaxException)$).*"
            + "|java/lang/(Thread|ThreadLocal|Process|ProcessBuilder|Runtime)(\\$.*)?"
            + "|java/util/(Timer|TimerTask)|java/util/concurrent/(?!atomic/).*"
            + "|java/time/Clock|java/lang/foreign/.*|io/netty/.*|io/grpc/.*|io/fabric8/.*|mesh/warren/(agent|cli|cni|demo)/.*");

    private static final Pattern IMPURE_CALL = Pattern.compile(
            "java/lang/System\\.(nanoTime|currentTimeMillis|getenv|getProperty|exit|load.*)"
            + "|java/time/\\w+\\.now|java/lang/Math\\.random|java/net/InetAddress\\.(getByName|getAllByName|getLocalHost)");

    @Test
    void noClassOfTheModelDoesIoReadsAClockOrStartsAThread() throws IOException {
        SortedSet<String> impure = new TreeSet<>();
        List<Path> classes;
        try (Stream<Path> files = Files.walk(CLASSES)) {
            classes = files.filter(file -> file.toString().endsWith(".class")).toList();
        }
        assertFalse(classes.isEmpty(), "no classes under " + CLASSES.toAbsolutePath());
        for (Path file : classes) {
            for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
                String used = switch (entry) {
                    case ClassEntry type when IMPURE_CLASS.matcher(type.asInternalName()).matches() -> type.asInternalName();
                    case MemberRefEntry member when IMPURE_CALL.matcher(call(member)).matches() -> call(member);
                    default -> "";
                };
                if (!used.isEmpty()) {
                    impure.add(CLASSES.relativize(file) + " uses " + used);
                }
            }
        }
        assertEquals(List.of(), List.copyOf(impure));
    }

    private static String call(MemberRefEntry member) {
        return member.owner().asInternalName() + "." + member.name().stringValue();
    }
}
