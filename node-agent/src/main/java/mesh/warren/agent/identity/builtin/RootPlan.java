package mesh.warren.agent.identity.builtin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Which root signs and which are trusted. At half of a root's life the next one is made and trusted by all; a lifetime of a
 * certificate later it signs, when everybody has long heard of it; the old one is trusted until it ends. So there is no moment
 * at which a peer meets a certificate of a root that it does not know.
 *
 * @param rootLife of a root
 * @param leafLife of what it signs; a fourth of rootLife at most
 */
record RootPlan(Duration rootLife, Duration leafLife) {

    RootPlan {
        if (leafLife.multipliedBy(4).compareTo(rootLife) > 0) {
            throw new IllegalArgumentException("certificate lifetime " + leafLife + ": want a fourth of the root's " + rootLife + " at most");
        }
    }

    /** Those that have not ended, oldest first. */
    List<Root> trusted(List<Root> roots, Instant now) {
        return roots.stream().filter(root -> root.until().isAfter(now)).toList();
    }

    /** The newest that all have heard of; of several that nobody knew before, the oldest. @param trusted not empty */
    Root signing(List<Root> trusted, Instant now) {
        Root signing = trusted.getFirst();
        for (Root root : trusted) {
            if (!root.from().plus(leafLife).isAfter(now)) {
                signing = root;
            }
        }
        return signing;
    }

    /** When the next root is to be made. */
    Instant renewal(List<Root> trusted) {
        return trusted.isEmpty() ? Instant.MIN : trusted.getLast().from().plus(rootLife.dividedBy(2));
    }

    /** When something of this changes next. */
    Instant nextChange(List<Root> trusted) {
        return trusted.stream().map(Root::until).reduce(renewal(trusted), (a, b) -> a.isBefore(b) ? a : b);
    }
}
