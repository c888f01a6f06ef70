#!/usr/bin/env bash
# How long the CNI plugin takes as a whole process, and why: JDK channel against jnr-unixsocket, and the packaged plugin's parts.
#   benchmarks/cni-start/measure.sh [RUNS]     (default 100; needs JAVA_HOME = a JDK 25, Maven, and the compiled cni-plugin)
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
root=$here/../..
jdk=${JAVA_HOME:?"JAVA_HOME: name a JDK 25"}/bin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$root/cni-plugin/src/main/package/package.sh"
mvn -q -B -ntp -f "$here/jnr-pom.xml" dependency:copy-dependencies -DoutputDirectory="$work/jnr" >&2

"$jdk/javac" -cp "$work/jnr/*" -d "$work/classes" "$here/JdkClient.java" "$here/JnrClient.java" "$here/Measure.java"
jar() { "$jdk/jar" --create --file "$work/$1.jar" -C "$work/classes" "$1.class"; }
jar JdkClient
jar JnrClient

# One runtime for both clients, with what jnr-unixsocket needs; the JDK's client needs java.base only.
"$jdk/jlink" --add-modules java.base,java.logging,jdk.unsupported --strip-debug --no-header-files --no-man-pages --output "$work/runtime"
flags="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData --enable-native-access=ALL-UNNAMED -Xlog:disable -Xlog:all=error:stderr"
client() { echo "$work/runtime/bin/java $flags $3 -cp $work/$1.jar$2 $1 $work/s"; }
jnr=$(printf ':%s' "$work"/jnr/*.jar)

plugin=$root/cni-plugin/target/cni
cache_of() { echo "$1|NONE|$(client "$2" "$3" "-XX:AOTCacheOutput=$work/$2.aot")"; }
{ cache_of jdk JdkClient ""; cache_of jnr JnrClient "$jnr"; } > "$work/training"
"$jdk/java" -cp "$work/classes" Measure 1 "$work/s" "$work/training" > /dev/null
rm -f "$work/s"

java=$plugin/lib/runtime/bin/java
bare="-Xint -XX:+UseSerialGC -Xmx64m -XX:-UsePerfData"
main="-m mesh.warren.cni/mesh.warren.cni.Main"
cat > "$work/variants" <<END
client, JDK channel|NONE|$(client JdkClient "" "")
client, jnr-unixsocket|NONE|$(client JnrClient "$jnr" "")
client, JDK channel, AOT cache|NONE|$(client JdkClient "" "-XX:AOTCache=$work/JdkClient.aot")
client, jnr-unixsocket, AOT cache|NONE|$(client JnrClient "$jnr" "-XX:AOTCache=$work/JnrClient.aot")
plugin ADD, as packaged|ADD|$plugin/bin/warren
plugin ADD, without the launcher|ADD|$java $bare -XX:AOTCache=$plugin/lib/warren.aot $main
plugin ADD, compiled (C1) instead of -Xint|ADD|$java ${bare/-Xint/-XX:TieredStopAtLevel=1} -XX:AOTCache=$plugin/lib/warren.aot $main
plugin ADD, without AOT cache|ADD|$java $bare $main
plugin VERSION: no socket|VERSION|$plugin/bin/warren
JVM alone (-version)|NONE|$java $bare -XX:AOTCache=$plugin/lib/warren.aot -Djdk.module.main=mesh.warren.cni -version
/bin/sh alone|NONE|/bin/sh -c :
END
"$jdk/java" -cp "$work/classes" Measure "${1:-100}" "$work/s" "$work/variants"
