package mesh.warren.agent.domain;

import java.util.List;
import java.util.Map;

/** A value of {@code Node.metadata}. */
public sealed interface Metadata {

    /** A string. */
    record Text(Template template) implements Metadata {}

    /** A number. */
    record Number(double value) implements Metadata {}

    /** True or false. */
    record Bool(boolean value) implements Metadata {}

    /** All labels of the pod, as a struct: {@code ${pod.labels}} by itself. */
    record Labels() implements Metadata {}

    /** All annotations of the pod, as a struct: {@code ${pod.annotations}} by itself. */
    record Annotations() implements Metadata {}

    /** A list. */
    record Elements(List<Metadata> values) implements Metadata {
        public Elements {
            values = List.copyOf(values);
        }
    }

    /** A struct. */
    record Struct(Map<String, Metadata> fields) implements Metadata {
        public Struct {
            fields = Map.copyOf(fields);
        }
    }
}
