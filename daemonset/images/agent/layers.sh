# Sourced by build.sh: the layers of the agent's image, the most lasting first.

# Modules that libraries name for something that the agent does not do: beans, JDBC types, annotation processing, flight recordings.
LEFT_OUT="java.desktop java.sql java.compiler jdk.jfr"
# Modules that are looked up at run time; Jackson does not start without java.xml.
LOOKED_UP="java.logging java.management java.xml"

modules() { # CLASS-PATH-FOLDER...
  local found
  found=$("$JAVA_HOME/bin/jdeps" --print-module-deps --ignore-missing-deps --multi-release 25 "$@" 2>/dev/null | tail -n 1)
  tr , '\n' <<<"$found" | grep -vxF -f <(tr ' ' '\n' <<<"$LEFT_OUT") | cat - <(tr ' ' '\n' <<<"$LOOKED_UP") | sort -u | paste -sd,
}

agent_runtime() { # OUT: as many modules as the jars use
  local jars=("$WARREN"/node-agent/target/node-agent-*.jar "$WARREN"/node-agent/target/lib/*.jar) key kept
  local list; list=$(modules "${jars[@]}")
  key=$(echo "$list $("$JAVA_HOME/bin/java" -version 2>&1) $(cat "$HERE/agent/layers.sh")" | sha256sum | cut -c1-16)
  kept=$CACHE/runtime/$ARCH-$key
  if [ ! -d "$kept" ]; then
    mkdir -p "$CACHE/runtime"
    rm -rf "$kept.new"
    "$JAVA_HOME/bin/jlink" ${WARREN_JMODS:+--module-path "$WARREN_JMODS"} --add-modules "$list" --strip-debug \
      --no-header-files --no-man-pages --output "$kept.new"
    mv "$kept.new" "$kept"
  fi
  mkdir -p "$(dirname "$1")"
  cp -a "$kept" "$1"
}

agent_layers() {
  local root=$WORK/agent
  mkdir -p "$root"/{system,libraries,warren,aot}/opt/warren
  glibc "$root/system"
  shell "$root/system"
  setpriv "$root/system"
  etc "$root/system"
  from libnftables1 "$root/system" libnftables.so.1
  from libnftnl11 "$root/system" libnftnl.so.11
  from libmnl0 "$root/system" libmnl.so.0
  from libxtables12 "$root/system" libxtables.so.12
  from libjansson4 "$root/system" libjansson.so.4
  from libgmp10 "$root/system" libgmp.so.10
  complete "$root/system"
  agent_runtime "$root/system/opt/warren/runtime"

  # Warren's own jars change with each build, the others seldom.
  mkdir -p "$root"/{libraries,warren}/opt/warren/lib "$root/warren/opt/warren/bin"
  local jar
  for jar in "$WARREN"/node-agent/target/lib/*.jar; do
    case $jar in
      */namespace-model-* | */cni-*-SNAPSHOT.jar) cp "$jar" "$root/warren/opt/warren/lib/" ;;
      *) cp "$jar" "$root/libraries/opt/warren/lib/" ;;
    esac
  done
  cp "$WARREN"/node-agent/target/node-agent-*.jar "$root/warren/opt/warren/lib/"
  install -m 755 "$HERE/agent/warren" "$root/warren/opt/warren/bin/warren"
  cp "$WARREN/node-agent/src/launcher/agent.flags" "$root/warren/opt/warren/bin/"
  if [ -d "$WARREN/daemonset/manifests" ]; then cp -r "$WARREN/daemonset/manifests" "$root/warren/opt/warren/manifests"; fi
  agent_cache "$root"
}

# The AOT cache holds the time of each jar, so the jars get the time that they have in the image. It is kept for as long as what it
# was made from stays the same: that makes the layer the same too.
agent_cache() { # ROOT
  local root=$1 key kept layer
  find "$root"/{libraries,warren} -exec touch -h -d "$EPOCH" {} +
  key=$(cd "$root" && find system/opt/warren/runtime/lib/modules libraries warren -type f -exec sha256sum {} + | sort | sha256sum | cut -c1-16)
  kept=$CACHE/aot/$key
  if [ ! -e "$kept" ] && [ "$ARCH" = "$NATIVE" ] && [ "$(id -u)" = 0 ]; then
    mkdir -p "$CACHE/aot" "$root/whole"
    find "$CACHE/aot" -type f -mtime +7 -delete
    for layer in system libraries warren; do cp -a "$root/$layer/opt" "$root/whole/"; done
    # Where it will be, since the cache knows paths. Only this process sees the mount.
    WARREN_REHEARSAL=1 unshare --mount sh -c 'mount -t tmpfs none /opt && mkdir /opt/warren && mount --bind "$1" /opt/warren && shift && exec "$@"' \
      - "$root/whole/opt/warren" timeout -k 5 180 "$WARREN/node-agent/src/rehearsal/rehearse.sh" /opt/warren/bin/warren "$kept" \
      || echo "images: no AOT cache: the agent starts slower and is larger" >&2
    rm -rf "$root/whole"
  fi
  if [ -e "$kept" ]; then cp "$kept" "$root/aot/opt/warren/agent.aot"; fi
}
