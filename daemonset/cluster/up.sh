#!/usr/bin/env bash
# Starts a real Kubernetes on this machine, for tests, and waits until its nodes are Ready: API server, etcd, controllers,
# scheduler, and for each node containerd, kubelet and kube-proxy. No virtual machine, no Docker, no internet access.
#   up.sh [--nodes N] [--cni none] [IMAGE.tar ...]
# The archives are imported on every node. With --cni none /etc/cni/net.d stays empty and nodes stay NotReady.
# Ends with the lines to paste for kubectl. down.sh takes everything away again.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for part in settings cgroups certificates node control-plane; do . "$HERE/parts/$part.sh"; done

COUNT=1 CNI=bridge IMAGES=()
while [ $# -gt 0 ]; do
	case $1 in
	--nodes) COUNT=${2:?--nodes N}; shift 2 ;;
	--cni) CNI=${2:?--cni none}; shift 2 ;;
	*) IMAGES+=("$(readlink -f "$1")"); shift ;;
	esac
done

begin=$(date +%s.%N)
say() { awk -v a="$begin" -v b="$(date +%s.%N)" -v t="$*" 'BEGIN {printf "%6.1f s  %s\n", b - a, t}' >&2; }

[ "$(id -u)" = 0 ] || die "nodes are network and mount namespaces: run this as root"
[ ! -e "$RUN/up" ] || die "a cluster is up already: run down.sh first"
PATH=$PATH:/usr/sbin:/sbin
for command in containerd runc ctr nft iptables conntrack openssl ip python3; do
	command -v "$command" >/dev/null || die "$command is missing: ./warren test cluster installs all that is needed"
done
[ -n "$(controllers)" ] || die "no cgroup v1 controllers are mounted under $CG"

BIN=$("$HERE/build.sh")
BASE=$("$HERE/images.sh")
export PATH=$BIN:$PATH
mkdir -p "$RUN"/{pids,log}
touch "$RUN/up"
# The kubelet sets these for the whole machine; down.sh puts them back.
sysctl vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops \
	kernel.keys.root_maxkeys kernel.keys.root_maxbytes >"$RUN/sysctl.before" 2>/dev/null || true

control_plane_certificates
export KUBECONFIG=$RUN/kubeconfig/admin
ip link add k8s0 type bridge
ip addr add $NET.1/24 dev k8s0
ip link set k8s0 up
make_mountpoints
for i in $(seq "$COUNT"); do node_up "$i"; done
say "$COUNT node(s) made, containerd started"
api_server_up
say "the API server is ready"
controllers_up
for i in $(seq "$COUNT"); do
	import "n$i" "$BASE"/*.tar "${IMAGES[@]}"
	kubelet_up "$i"
done
say "controllers, kubelet(s) and kube-proxies started"

bridge_conflist() { # POD-RANGE
	cat <<-EOF
		{
		  "cniVersion": "0.4.0",
		  "name": "bridge",
		  "plugins": [
		    {"type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": false, "hairpinMode": true,
		     "ipam": {"type": "host-local", "ranges": [[{"subnet": "$1"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
		    {"type": "portmap", "capabilities": {"portMappings": true}, "snat": true}
		  ]
		}
	EOF
}
pod_range() { kubectl get node "$1" -o jsonpath='{.spec.podCIDR}' | grep .; }
for i in $(seq "$COUNT"); do
	until_true 120 pod_range "n$i" || { tail "$RUN/log/n$i-kubelet.log" >&2; die "n$i got no pod range"; }
	range=$(pod_range "n$i")
	ip route replace "$range" via $NET.$((10 + i)) # this machine reaches the pods
	for j in $(seq "$COUNT"); do
		[ "$j" = "$i" ] || ip -n "k8s-n$j" route replace "$range" via $NET.$((10 + i))
	done
	[ "$CNI" = none ] || bridge_conflist "$range" >"$NODES/n$i/etc/cni/net.d/10-bridge.conflist"
done
ip route replace $SERVICES via $NET.11
if [ "$CNI" != none ]; then
	kubectl wait --for=condition=Ready node --all --timeout=120s >/dev/null || { kubectl get nodes >&2; die "not Ready"; }
	until_true 20 kubectl get serviceaccount default # a pod needs its namespace's
	say "node(s) Ready"
fi
echo "export KUBECONFIG=$KUBECONFIG PATH=$BIN:\$PATH"
