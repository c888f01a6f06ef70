package mesh.warren.agent.manifests;

import java.util.ArrayList;
import java.util.List;

/**
 * One YAML document of a file.
 *
 * @param line of its first line in the file, from 1
 * @param text without the separators
 */
record Document(int line, String text) {

    /** Splits at the lines that begin a document ({@code ---}, YAML 1.2, section 9.1.2), so that a fault has a line in the file. */
    static List<Document> split(String file) {
        List<Document> documents = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int first = 1;
        int line = 0;
        for (String each : file.split("\n", -1)) {
            line++;
            if (each.equals("---") || each.startsWith("--- ") || each.startsWith("---\r") || each.startsWith("---\t")) {
                documents.add(new Document(first, text.toString()));
                text.setLength(0);
                // What follows the marker on its line belongs to the document.
                text.append(each.substring(3)).append('\n');
                first = line;
            } else {
                text.append(each).append('\n');
            }
        }
        documents.add(new Document(first, text.toString()));
        return documents;
    }
}
