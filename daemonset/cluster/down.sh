#!/usr/bin/env bash
# Ends the cluster that up.sh started and takes away all it made but what is cached.
#   down.sh [--keep-logs DIR]     copies the components' logs there first
# It ends the processes in the cluster's own cgroups, and those whose pid and start time up.sh noted, and no other.
set -uo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/parts/settings.sh"
. "$HERE/parts/cgroups.sh"
[ -e "$RUN/up" ] || { echo "down.sh: nothing is up" >&2; exit 0; }
if [ "${1:-}" = --keep-logs ]; then mkdir -p "$2" && cp -a "$RUN/log/." "$2/"; fi

stop() { # SIGNAL GLOB
	local file pid
	for file in "$RUN"/pids/$2; do
		[ -e "$file" ] && pid=$(alive "$(basename "$file")") && kill -"$1" "$pid"
	done
}
ended() { # GLOB
	local file
	for file in "$RUN"/pids/$1; do
		if [ -e "$file" ] && alive "$(basename "$file")" >/dev/null; then return 1; fi
	done
}
# First those that would start something again, then the pods, then the rest.
for name in kubelet kube-controller-manager kube-scheduler kube-proxy; do stop TERM "*-$name"; done
until_true 5 ended '*-kubelet'
for node in "$NODES"/*/; do
	for pid in $(members "k8s/$(basename "$node")/kubepods"); do kill -KILL "$pid" 2>/dev/null; done
done
stop TERM '*-kube-apiserver'
until_true 2 ended '*-kube-apiserver'
stop TERM '*-containerd'
stop TERM '*-etcd'
until_true 3 ended '*-*'
stop KILL '*'
for _ in $(seq 50); do
	pids=$(members k8s)
	[ -n "$pids" ] || break
	kill -KILL $pids 2>/dev/null
	sleep 0.1
done
[ -z "$(members k8s)" ] || echo "down.sh: still there: $(members k8s | xargs)" >&2
remove_cgroups

for node in "$NODES"/*/; do ip netns del "k8s-$(basename "$node")" 2>/dev/null; done
ip link del k8s0 2>/dev/null
[ ! -e "$RUN/sysctl.before" ] || sysctl -q -p "$RUN/sysctl.before" >/dev/null
[ ! -e "$RUN/made" ] || sort -r "$RUN/made" | while read -r folder; do rmdir "$folder" 2>/dev/null; done
if grep -q " $STATE/" /proc/mounts; then
	die "something is still mounted under $STATE, so its files stay"
fi
rm -rf "$STATE"
echo "down" >&2
