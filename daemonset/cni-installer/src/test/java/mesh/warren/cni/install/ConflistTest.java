package mesh.warren.cni.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import mesh.warren.cni.json.JsonException;
import mesh.warren.cni.json.JsonObject;
import mesh.warren.cni.json.JsonReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("process")
class ConflistTest {

    private static final String ENTRY = "{\"type\": \"warren\", \"socket\": \"/run/a.sock\"}";

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"cniVersion\":\"1.0.0\",\"name\":\"n\",\"plugins\":[{\"type\":\"bridge\"}]}",
        "{\n  \"name\": \"plugins\",\n  \"plugins\": [\n    {\"type\": \"a\", \"x\": [1, {\"y\": []}]},\n    {\"type\": \"b\"}\n  ],\n  \"cniVersion\": \"0.4.0\"\n}\n\n",
        "  {\"plugins\" : [ {\"type\":\"a]\",\"caps\":{\"z\":1e400}} ] , \"name\":\"ü\"}  "})
    void whatIsPutInAndTakenOutLeavesEachByteAsItWas(String text) throws JsonException {
        Conflist made = parse(parse(text).with(ENTRY));

        assertEquals(ENTRY, made.entry().orElseThrow());
        List<JsonObject> plugins = made.object().objects("plugins");
        assertEquals("warren", plugins.getLast().requiredString("type"));
        assertEquals(parse(text).object().objects("plugins"), plugins.subList(0, plugins.size() - 1));
        assertEquals(text, made.without());
    }

    @Test
    void anEntryThatIsOutOfDateIsReplaced() throws JsonException {
        String text = "{\"name\":\"n\",\"plugins\":[{\"type\":\"bridge\"}]}";
        String old = parse(text).with("{\"type\": \"warren\", \"socket\": \"/old\"}");

        assertEquals(parse(text).with(ENTRY), parse(old).with(ENTRY));
    }

    @Test
    void anEntryThatSomebodyMovedIsTakenOutWhereItStands() throws JsonException {
        assertEquals("{\"name\":\"n\",\"plugins\":[ {\"type\":\"b\"}]}",
                parse("{\"name\":\"n\",\"plugins\":[" + ENTRY + " , {\"type\":\"b\"}]}").without());
        assertEquals("{\"name\":\"n\",\"plugins\":[{\"type\":\"a\"},{\"type\":\"b\"}]}",
                parse("{\"name\":\"n\",\"plugins\":[{\"type\":\"a\"}, " + ENTRY + ",{\"type\":\"b\"}]}").without());
    }

    @Test
    void aSinglePluginBecomesAListThatKeepsItsVersionAndName() throws JsonException {
        String single = "{\"cniVersion\": \"0.3.1\", \"name\": \"cbr0\", \"type\": \"flannel\"}\n";

        JsonObject made = JsonReader.readObject(parse(single).with(ENTRY));

        assertEquals("0.3.1", made.requiredString("cniVersion"));
        assertEquals("cbr0", made.requiredString("name"));
        assertEquals(List.of(JsonReader.readObject(single), JsonReader.readObject(ENTRY)), made.objects("plugins"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"name\":\"n\"}", "{\"plugins\":[]}", "{\"plugins\":[{}]}", "{\"plugins\":{}}", "{\"type\":1}"})
    void whatNoRuntimeCouldUseIsRefused(String text) {
        assertTrue(assertThrows(JsonException.class, () -> parse(text)).getMessage().length() > 3);
    }

    private static Conflist parse(String text) throws JsonException {
        return Conflist.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
