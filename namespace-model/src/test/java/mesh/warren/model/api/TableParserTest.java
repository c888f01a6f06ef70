package mesh.warren.model.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mesh.warren.model.api.ApiField.Cardinality;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("pure")
class TableParserTest {

    private static final String GOOD = """
            # package a.b
            message a.b.M allow
              1    name     name(CLUSTER) domain string                   # its own
              2    target   ref(CLUSTER)  domain string oneof=target      # another
              3    header   plain         domain string oneof=target
              5    next     walk          domain a.b.M
              9    entries  walk          tenant a.b.M.EntriesEntry{}     # neighbours feel it
              14   kinds    plain         domain enum:a.b.Kind[]
              9000 far      cap(10)       domain uint32?                  # much
            message a.b.M.EntriesEntry part
              1    key      plain         domain string
              2    value    plain         domain string
            message a.b.Code policy(code) # runs code
              1    source   code          domain string                   # the code
            message a.b.No deny(file) # a file of the node

            enum a.b.Kind A=0 !B=1 ?C=2 # B is no good
            """;

    @Test
    void rowsCarryClassArgumentScopeAndKind() {
        var message = table(GOOD).type("type.googleapis.com/a.b.M");
        var name = message.field(1);
        assertEquals(FieldClass.NAME, name.rule());
        assertEquals(ResourceType.CLUSTER, name.resource());
        assertEquals(Scope.TENANT, message.field(9).scope());
        assertEquals(Cardinality.MAP, message.field(9).cardinality());
        assertEquals(Cardinality.OPTIONAL, message.field(9000).cardinality());
        assertEquals(10, message.field(9000).bound());
        assertEquals(Cardinality.REPEATED, message.field(14).cardinality());
        assertEquals("much", message.field(9000).reason());
    }

    @Test
    void fieldsOfOneOneofShareItsIndexAndOthersHaveNone() {
        var message = table(GOOD).message("a.b.M");
        assertEquals(0, message.field(2).oneof());
        assertEquals(0, message.field(3).oneof());
        assertEquals(-1, message.field(1).oneof());
    }

    @Test
    void messagesThatReferToThemselvesAreLinked() {
        var message = table(GOOD).message("a.b.M");
        assertSame(message, message.field(5).message());
        assertEquals("value", message.field(9).message().field(2).name());
    }

    @Test
    void whatTheTableDoesNotHoldIsNull() {
        var table = table(GOOD);
        assertNull(table.type("type.googleapis.com/a.b.Other"));
        assertNull(table.message("a.b.M").field(4));
        assertNull(table.message("a.b.M").field(8999));
        assertNull(table.message("a.b.M").field(0));
    }

    @Test
    void enumValuesAreAcceptedOneByOne() {
        var kind = table(GOOD).message("a.b.M").field(14).enumeration();
        assertTrue(kind.accepts(0));
        assertFalse(kind.accepts(1));
        assertFalse(kind.accepts(2));
        assertFalse(kind.accepts(77));
    }

    @Test
    void deniedMessagesHaveNoRowsAndSayWhy() {
        var denied = table(GOOD).message("a.b.No");
        assertTrue(denied.denied());
        assertEquals(RefusalKind.FILE, denied.refusal());
        assertEquals("a file of the node", denied.reason());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "message a.M alow | verdict",
        "message a.M deny # no kind | say why in parentheses",
        "message a.M deny(file) | needs a reason",
        "message a.M deny(fire) # hot | fire",
        "  1 x plain domain string | an indented row",
        "message a.M part\\n  x y plain domain string | not a field number",
        "message a.M part\\n  1 x plan domain string | is not a class",
        "message a.M part\\n  1 x plain global string | is not a scope",
        "message a.M part\\n  1 x plain domain strong | is not a kind",
        "message a.M part\\n  1 x ref domain string # why | needs an argument",
        "message a.M part\\n  1 x ref(PORT) domain string # why | not an argument",
        "message a.M part\\n  1 x plain(1) domain string | has no argument",
        "message a.M part\\n  1 x cap(ten) domain uint32 # why | not an argument",
        "message a.M part\\n  1 x format domain string | needs a reason",
        "message a.M part\\n  1 x plain pod string | needs a reason",
        "message a.M part\\n  1 x walk domain string | walk has no rule for a string",
        "message a.M part\\n  1 x force(maybe) domain bool # why | not an argument",
        "message a.M part\\n  1 x ref(CLUSTER) domain uint32 # why | ref has no rule for a uint32",
        "message a.M part\\n  1 x cap(1) domain string # why | cap has no rule for a string",
        "message a.M part\\n  1 x plain domain a.M | plain has no rule for a message",
        "message a.M part\\n  1 x walk domain a.N | a.N is not in the table",
        "message a.M part\\n  1 x plain domain enum:a.E | a.E is not in the table",
        "message a.M part\\n  2 x plain domain string\\n  1 y plain domain string | order of their field numbers",
        "message a.M part\\nmessage a.M part | stands twice",
        "enum a.E A=0 !B=1 | needs a reason",
        "enum a.E A | expected VALUE=NUMBER",
        "nonsense | an indented row",
    })
    void badLinesAreRefusedWithFileAndLine(String text, String problem) {
        var error = assertThrows(TableException.class, () -> table("# a\n" + text.replace("\\n", "\n")));
        int line = 1 + text.split("\\\\n").length;
        assertTrue(error.getMessage().startsWith("a.b.txt:"), error.getMessage());
        assertTrue(error.getMessage().contains(":" + line + ": ") , error.getMessage());
        assertTrue(error.getMessage().contains(problem), error.getMessage());
    }

    private static ApiTable table(String text) {
        return ApiTable.of(List.of(new TableFile("a.b.txt", text)));
    }
}
