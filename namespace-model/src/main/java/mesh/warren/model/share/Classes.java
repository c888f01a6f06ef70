package mesh.warren.model.share;

import com.google.protobuf.ByteString;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import mesh.warren.model.share.ShareClass.Stage;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.Version;

/** The share classes of a domain: makes them, changes them in place, removes them. No two have the same identity. */
final class Classes {

    private final ContentStore contents;
    private final Naming naming;
    private final Emission emission;
    private final Lingering lingering;
    private final Map<Identity, ShareClass> byIdentity = new HashMap<>();
    private int nextId;

    Classes(ContentStore contents, Naming naming, Emission emission, Lingering lingering) {
        this.contents = contents;
        this.naming = naming;
        this.emission = emission;
        this.lingering = lingering;
    }

    /** Null when there is none. */
    ShareClass of(Identity identity) {
        return byIdentity.get(identity);
    }

    int size() {
        return byIdentity.size();
    }

    /** A class without members, which has to get some. */
    ShareClass create(Identity identity) {
        Slot slot = identity.content.slot;
        ResourceKey physical = naming.choose(identity.prefix, slot, (key, version) -> fits(identity, key, version));
        ShareClass made = new ShareClass(++nextId, slot, physical, new Stage(emission.next(), identity));
        naming.take(made);
        slot.classes.add(made);
        attach(made);
        emission.changed(made);
        return made;
    }

    private static boolean fits(Identity identity, ResourceKey physical, Version version) {
        ByteString bytes = Bytes.of(identity, physical);
        return Version.of(bytes).equals(version);
    }

    /** In place: the name stays. */
    void rekey(ShareClass owner, Identity identity) {
        Stage before = owner.stage();
        detach(owner, false);
        owner.older.addLast(before);
        owner.stage(new Stage(emission.next(), identity));
        attach(owner);
        for (ShareClass child : before.identity().children) {
            if (child != null && owner.identity().child(child.slot) != child) {
                lingering.prolong(child, owner.current);
            }
        }
        lingering.changed(owner);
        emission.changed(owner);
    }

    /** Whether there is an older stage that Envoy has or can have. */
    boolean hasGoodStage(ShareClass owner) {
        return owner.older.stream().anyMatch(this::isGood);
    }

    private boolean isGood(Stage stage) {
        for (ShareClass child : stage.identity().children) {
            if (child != null && (!child.taken || naming.owner(child.physical) != child)) {
                return false;
            }
        }
        return stage.identity().content.refused == null;
    }

    /**
     * Back to the oldest good stage, after it refused the present one.
     *
     * @return another class that took the same identity in the meantime; null when none did
     */
    ShareClass revert(ShareClass owner) {
        owner.older.stream().takeWhile(stage -> !isGood(stage)).toList().forEach(stage -> {
            owner.older.remove(stage);
            contents.release(stage.identity().content);
        });
        Stage good = owner.older.pollFirst();
        for (ShareClass child : owner.identity().children) {
            lingering.prolong(child, owner.current);
        }
        detach(owner, true);
        owner.older.forEach(stage -> contents.release(stage.identity().content));
        owner.older.clear();
        owner.stage(good);
        ShareClass same = byIdentity.get(good.identity());
        attachHeld(owner);
        emission.changed(owner);
        return same;
    }

    void remove(ShareClass owner) {
        detach(owner, true);
        owner.older.forEach(stage -> contents.release(stage.identity().content));
        owner.older.clear();
        owner.slot.classes.remove(owner);
        naming.free(owner);
        emission.removed(owner);
    }

    private void attach(ShareClass owner) {
        contents.hold(owner.content());
        attachHeld(owner);
    }

    private void attachHeld(ShareClass owner) {
        byIdentity.put(owner.identity(), owner);
        owner.watch();
        for (ShareClass child : owner.identity().children) {
            if (child != null) {
                child.referrers++;
            }
        }
    }

    private void detach(ShareClass owner, boolean forget) {
        byIdentity.remove(owner.identity(), owner);
        owner.unwatch();
        for (ShareClass child : owner.identity().children) {
            if (child != null) {
                lingering.released(child);
            }
        }
        if (forget) {
            contents.release(owner.content());
        }
    }

    /** Moves members from wherever they are into the class. */
    void enter(ShareClass owner, BitSet members) {
        owner.current.or(members);
        lingering.comeBack(owner, members);
    }
}
