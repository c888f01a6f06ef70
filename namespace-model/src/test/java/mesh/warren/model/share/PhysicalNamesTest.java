package mesh.warren.model.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.xds.ResourceName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pure")
class PhysicalNamesTest {

    /** Names that would collide if prefix, name and ordinal were put together carelessly. */
    private static final List<String> TRICKY = List.of("a", "a/b", "b", "/", "/b", "absent/a", "2", "a2", "shop/a", "default/a",
            "shop", "main/a", "10.0.0.1:80", "outbound|80||x.svc", "~", "a~2");

    @Test
    void noTwoScopesNamesOrClassesHaveOneName() {
        Map<String, String> seen = new HashMap<>();
        for (Domain domain : List.of(new Domain("default"), new Domain("shop"), new Domain("a"))) {
            for (Tenant tenant : List.of(new Tenant("shop"), new Tenant("a"), new Tenant("default"))) {
                for (PodUid pod : List.of(new PodUid("a"), new PodUid("shop"), new PodUid("2"))) {
                    VirtualEnvoy envoy = new VirtualEnvoy(pod, tenant, domain);
                    for (Scope scope : Scope.values()) {
                        TRICKY.forEach(name -> List.of(1, 2, 22).forEach(ordinal -> {
                            String meaning = List.of(domain, scope == Scope.DOMAIN ? "" : tenant, scope == Scope.POD ? pod : "",
                                    name, ordinal).toString();
                            String prefix = PhysicalNames.prefix(envoy, scope);
                            ResourceName physical = PhysicalNames.of(prefix, new ResourceName(name), ordinal);
                            String before = seen.put(physical.value(), meaning);
                            assertTrue(before == null || before.equals(meaning), () -> physical + ": " + before + ", " + meaning);
                            assertFalse(PhysicalNames.isAbsent(physical));
                            assertEquals(Optional.of(ordinal), PhysicalNames.ordinal(prefix, new ResourceName(name), physical));
                            assertEquals(Optional.of(domain), PhysicalNames.domain(physical));
                        }));
                    }
                }
            }
        }
    }

    @Test
    void absentNamesAreNobodys() {
        ResourceName absent = PhysicalNames.absent(new Domain("default"), TextResource.cluster("a/b"));
        assertEquals("default^^absent/a/b", absent.value());
        assertTrue(PhysicalNames.isAbsent(absent));
    }

    @Test
    void theFirstClassOfADomainIsCalledWhatADoorComputes() {
        assertEquals("default/10.96.0.10:53",
                PhysicalNames.plain(new Domain("default"), new ResourceName("10.96.0.10:53")).value());
    }

    @Test
    void theSeparatorIsRefusedInVirtualNames() {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> PhysicalNames.requireShareable(TextResource.cluster("a^2")));
        assertNull(refusal.getCause());
        assertTrue(refusal.getMessage().contains("CLUSTER a^2"), refusal::getMessage);
    }
}
