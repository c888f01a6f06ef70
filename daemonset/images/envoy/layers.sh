# Sourced by build.sh: the layers of Envoy's image. Stock Envoy, the glibc files that it names, a shell, and nc for its admin socket.
envoy_layers() {
  local root=$WORK/envoy
  mkdir -p "$root"/{system,envoy}
  glibc "$root/system"
  shell "$root/system"
  setpriv "$root/system"
  etc "$root/system"
  from netcat-openbsd "$root/system" nc.openbsd
  from libbsd0 "$root/system" libbsd.so.0
  from libmd0 "$root/system" libmd.so.0
  complete "$root/system"
  install -D -m 755 "$WARREN_ENVOY" "$root/envoy/usr/bin/envoy"
  install -D -m 755 "$HERE/envoy/warren-envoy" "$root/envoy/usr/bin/warren-envoy"
}
