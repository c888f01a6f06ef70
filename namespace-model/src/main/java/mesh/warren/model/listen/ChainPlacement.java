package mesh.warren.model.listen;

/** Where the chains of doors are. */
public enum ChainPlacement {
    /** Resources of their own, shared between doors (FCDS), but for those that name secrets, which Envoy never fetches for such chains. */
    SHARED,
    /** All of them inside of each door: for an Envoy whose FCDS is not to be relied on. Much larger doors. */
    INLINE
}
