# Sourced by build.sh: the layers of the CNI installer's image: the plugin as it is put on the node, and the installer, which runs
# on the plugin's own runtime.
cni_layers() {
  local root=$WORK/cni
  mkdir -p "$root"/system "$root"/plugin/opt/warren
  glibc "$root/system"
  shell "$root/system"
  etc "$root/system"
  cp -a "$WARREN/cni-plugin/target/cni" "$root/plugin/opt/warren/cni"
  rm -f "$root/plugin/opt/warren/cni/.built"
  (cd "$root/plugin/opt/warren/cni" && find . -type f -exec sha256sum {} + | sort | sha256sum | cut -c1-16) >"$WORK/version"
  mv "$WORK/version" "$root/plugin/opt/warren/cni/version"
  install -D -m 644 "$WARREN"/daemonset/cni-installer/target/cni-installer-*.jar "$root/plugin/opt/warren/cni/lib/installer.jar"
  install -m 755 "$HERE/cni/warren-cni" "$root/plugin/opt/warren/cni/bin/warren-cni"
}
