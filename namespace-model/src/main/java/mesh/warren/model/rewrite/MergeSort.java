package mesh.warren.model.rewrite;

/** Stable sorting of positions without boxing: insertion for the few entries that maps have, merging for many. */
final class MergeSort {

    private static final int FEW = 12;

    interface Order {
        int compare(int left, int right);
    }

    private MergeSort() {}

    static void sort(int[] values, Order order) {
        if (values.length > FEW) {
            sort(values, new int[values.length], 0, values.length, order);
        } else {
            insert(values, 0, values.length, order);
        }
    }

    private static void sort(int[] values, int[] spare, int from, int to, Order order) {
        if (to - from <= FEW) {
            insert(values, from, to, order);
            return;
        }
        int middle = (from + to) >>> 1;
        sort(values, spare, from, middle, order);
        sort(values, spare, middle, to, order);
        System.arraycopy(values, from, spare, from, to - from);
        int left = from;
        int right = middle;
        for (int at = from; at < to; at++) {
            boolean takeLeft = right == to || left < middle && order.compare(spare[left], spare[right]) <= 0;
            values[at] = takeLeft ? spare[left++] : spare[right++];
        }
    }

    private static void insert(int[] values, int from, int to, Order order) {
        for (int i = from + 1; i < to; i++) {
            int value = values[i];
            int at = i;
            while (at > from && order.compare(values[at - 1], value) > 0) {
                values[at] = values[at - 1];
                at--;
            }
            values[at] = value;
        }
    }
}
