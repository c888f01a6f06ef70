package mesh.warren.agent.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.OptionalInt;
import mesh.warren.agent.cluster.PodDns;
import mesh.warren.model.id.Tenant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class ResolverConfigTest {

    private static final ResolverConfig CLUSTER =
            ResolverConfig.clusterFirst(List.of(ResolverConfig.server("10.96.0.10")), "shop", "cluster.local");

    @Test
    void aShortNameIsTriedInItsOwnNamespaceFirst() {
        assertEquals(List.of("web.shop.svc.cluster.local.", "web.svc.cluster.local.", "web.cluster.local.", "web."), CLUSTER.candidates("web"));
    }

    @Test
    void aNameWithEnoughDotsIsTriedByItselfFirst() {
        assertEquals("a.b.c.d.e.f.", CLUSTER.candidates("a.b.c.d.e.f").getFirst());
    }

    @Test
    void aFinalDotEndsTheSearch() {
        assertEquals(List.of("web."), CLUSTER.candidates("web."));
    }

    @Test
    void aNameThatWouldGetTooLongWithADomainIsNotTriedThere() {
        String name = "a".repeat(60) + "." + "b".repeat(60) + "." + "c".repeat(60) + "." + "d".repeat(62);
        assertEquals(List.of(name + "."), CLUSTER.candidates(name));
    }

    @Test
    void resolvConfIsReadAsTheLibcReadsIt() {
        assertEquals(new ResolverConfig(List.of(ResolverConfig.server("10.0.0.2"), ResolverConfig.server("fd00::2")), List.of("a.b", "c"), 2),
                ResolverConfig.parse("""
                        # a comment
                        nameserver 10.0.0.2
                        nameserver fd00::2
                        search a.b c
                        options edns0 ndots:2
                        """));
    }

    @Test
    void withoutNameServersItIsRefused() {
        assertEquals("no name servers: set dns.servers",
                assertThrows(IllegalArgumentException.class, () -> ResolverConfig.parse("search a\n")).getMessage());
    }

    @Test
    void aPodsOwnDnsConfigIsAddedToItsPolicy() {
        ResolverConfigs configs = new ResolverConfigs(new ResolverConfig(List.of(ResolverConfig.server("192.0.2.1")), List.of("lan"), 1),
                List.of(ResolverConfig.server("10.96.0.10")), "cluster.local");
        PodDns own = new PodDns(PodDns.Policy.DEFAULT, List.of("192.0.2.9"), List.of("lan", "corp"), OptionalInt.of(3));
        assertEquals(new ResolverConfig(List.of(ResolverConfig.server("192.0.2.1"), ResolverConfig.server("192.0.2.9")), List.of("lan", "corp"), 3),
                configs.of(new Tenant("shop"), own));
        assertEquals(CLUSTER, configs.of(new Tenant("shop"), PodDns.CLUSTER));
        assertEquals(new ResolverConfig(List.of(ResolverConfig.server("192.0.2.9")), List.of("x"), 1),
                configs.of(new Tenant("shop"), new PodDns(PodDns.Policy.NONE, List.of("192.0.2.9"), List.of("x"), OptionalInt.empty())));
    }
}
