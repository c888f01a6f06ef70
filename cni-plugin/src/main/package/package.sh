#!/usr/bin/env bash
# Packages the compiled plugin (target/classes) as target/cni: bin/warren, and in lib/ a jlink runtime of java.base with the
# plugin in it, and an AOT cache made by one ADD. Needs a JDK 25 (JAVA_HOME) and no network. Does nothing when all is up to date.
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
module=$(cd "$here/../../.." && pwd)
classes=$module/target/classes
package=$module/target/cni
jdk=${JAVA_HOME:?"JAVA_HOME: name a JDK 25"}/bin

die() { printf 'package.sh: %s\n' "$*" >&2; exit 1; }

[ -e "$classes/module-info.class" ] || die "no $classes/module-info.class: compile first (mvn -pl cni-plugin compile)"

# Two builds in one tree take turns; the second finds the first one's work done.
exec 9>"$module/target/cni.lock"
flock 9

if [ -e "$package/.built" ] && [ -z "$(find "$classes" "$here" -type f -newer "$package/.built" -print -quit)" ]; then exit 0; fi

work=$(mktemp -d "$module/target/cni.XXXXXX")
agent=
finish() {
  if [ -n "$agent" ]; then kill "$agent" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap finish EXIT

mkdir -p "$work/cni/bin" "$work/cni/lib"
install -m 755 "$here/warren" "$work/cni/bin/warren"
"$jdk/jlink" --module-path "$classes" --add-modules mesh.warren.cni --strip-debug --no-header-files --no-man-pages \
  --output "$work/cni/lib/runtime"
[ "$("$work/cni/lib/runtime/bin/java" --list-modules | sed 's/@.*//' | sort | xargs)" = "java.base mesh.warren.cni" ] \
  || die "the runtime has other modules than java.base: see module-info.java"

# A JDK's Unix-domain channel makes a SecureRandom when it is first used, and that reads this file: 72 KB, of which a plugin
# without TLS, keys and signatures needs one line. Reading it all took about 10 ms of each ADD.
printf 'security.provider.1=SUN\n' > "$work/cni/lib/runtime/conf/security/java.security"

# In a folder of its own below /tmp: a Unix socket's path has at most 107 bytes.
socket=$(mktemp -d)/s
"$jdk/java" "$here/TrainingAgent.java" "$socket" &
agent=$!
for _ in $(seq 200); do [ -S "$socket" ] && break; sleep 0.1; done

# The launcher itself trains, so that the flags are the ones that the cache is used with.
: > "$work/netns"
result='{"cniVersion":"1.0.0","interfaces":[{"name":"eth0","sandbox":"/x"}],"ips":[{"address":"10.0.0.2/24","interface":0}]}'
printf '{"cniVersion":"1.0.0","name":"net","type":"warren","socket":"%s","prevResult":%s}' "$socket" "$result" \
  | WARREN_CNI_AOT=AOTCacheOutput CNI_COMMAND=ADD CNI_CONTAINERID=training CNI_NETNS="$work/netns" CNI_IFNAME=eth0 \
    CNI_ARGS='K8S_POD_NAMESPACE=a;K8S_POD_NAME=b' CNI_PATH=/ "$work/cni/bin/warren" > "$work/out" 2> "$work/err" \
  || die "the training run failed: $(cat "$work/out" "$work/err")"
# Behind the result the JVM says on the same stream that it made the cache.
[[ $(cat "$work/out") = "$result"* ]] && [ -s "$work/cni/lib/warren.aot" ] \
  || die "the training run answered $(cat "$work/out" "$work/err")"
rm -rf "$(dirname "$socket")"

rm -rf "$package"
touch "$work/cni/.built"
mv "$work/cni" "$package"
