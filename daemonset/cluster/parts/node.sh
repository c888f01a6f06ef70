# Sourced by up.sh: nodes. A node is a network, mount and UTS namespace and a cgroup, with its own containerd, kubelet and
# kube-proxy. In its mount namespace the usual folders are bind mounts of NODES/NAME, so DaemonSets use the standard hostPaths and
# nothing that runs on a node writes to the machine's.
MOUNTPOINTS="/run /etc/cni/net.d /opt/cni/bin /var/lib/cni /var/lib/containerd /var/lib/kubelet /var/lib/warren /var/log/pods /var/log/containers"

make_mountpoints() { # what had to be made is noted, for down.sh
	local mountpoint folder
	for mountpoint in $MOUNTPOINTS; do
		folder=$mountpoint
		while [ ! -d "$folder" ]; do
			echo "$folder"
			folder=$(dirname "$folder")
		done >>"$RUN/made"
		mkdir -p "$mountpoint"
	done
}

start() { # NODE NAME COMMAND...
	local node=$1 name=$2
	shift 2
	setsid nsenter -t "$(pid_of "$node")" -m -n -u -- \
		bash -c 'for c in $1; do echo $$ >$c/cgroup.procs; done; shift; exec "$@"' \
		- "$(controllers | sed "s,$,/k8s/$node/daemons," | xargs)" "$@" \
		>"$RUN/log/$node-$name.log" 2>&1 </dev/null &
	noted "$node-$name" $!
}

node_network() { # NAME ADDRESS
	ip netns add "k8s-$1"
	ip link add "k8s-$1" type veth peer name eth0 netns "k8s-$1"
	ip link set "k8s-$1" master k8s0 up
	ip -n "k8s-$1" link set lo up
	ip -n "k8s-$1" link set eth0 up
	ip -n "k8s-$1" addr add "$2/24" dev eth0
	ip -n "k8s-$1" route add default via $NET.1
}

# Every mount is made private first and shared at the end: were they shared all along, each mount under /run would also show
# under NODES. Shared they must be in the end, for hostPaths with mount propagation.
node_namespaces() { # NAME
	local node=$1 folder=$NODES/$1 controller
	setsid nsenter --net="/run/netns/k8s-$node" unshare --mount --uts --propagation private \
		bash -c '
			set -e
			node=$1 folder=$2; shift 2
			hostname $node
			for m in "$@"; do mount --bind $folder$m $m; done
			mount --rbind /sys/fs/cgroup $folder/cgroup
			mount -t sysfs sysfs /sys
			mount --rbind $folder/cgroup /sys/fs/cgroup
			umount -R -l $folder/cgroup
			sysctl -q -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
			mount --make-rshared /
			touch $folder/ready
			exec sleep infinity' - "$node" "$folder" $MOUNTPOINTS \
		>"$RUN/log/$node.log" 2>&1 </dev/null &
	noted "$node" $!
	until_true 10 test -e "$folder/ready" || { cat "$RUN/log/$node.log" >&2; die "node $node did not start"; }
	for controller in $(controllers); do pid_of "$node" >"$controller/k8s/$node/daemons/cgroup.procs"; done
}

containerd_up() { # NAME
	# restrict_oom_score_adj: where CAP_SYS_RESOURCE is not to be had, no sandbox could start otherwise.
	cat >"$NODES/$1/etc/containerd.toml" <<-EOF
		version = 2
		root = "/var/lib/containerd"
		state = "/run/containerd"
		disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.devmapper"]
		[grpc]
		  address = "/run/containerd/containerd.sock"
		[plugins."io.containerd.internal.v1.opt"]
		  path = "/var/lib/containerd/opt"
		[plugins."io.containerd.grpc.v1.cri"]
		  sandbox_image = "k8s.local/pause:1"
		  restrict_oom_score_adj = true
		  [plugins."io.containerd.grpc.v1.cri".cni]
		    bin_dir = "/opt/cni/bin"
		    conf_dir = "/etc/cni/net.d"
		  [plugins."io.containerd.grpc.v1.cri".containerd]
		    snapshotter = "overlayfs"
		    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
		      runtime_type = "io.containerd.runc.v2"
		      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
		        SystemdCgroup = false
	EOF
	start "$1" containerd containerd --config "$NODES/$1/etc/containerd.toml"
}

node_up() { # NUMBER
	local node=n$1 mountpoint
	for mountpoint in $MOUNTPOINTS; do mkdir -p "$NODES/$node$mountpoint"; done
	mkdir -p "$NODES/$node"/{run/netns,run/lock,etc,cgroup}
	cp -a /usr/lib/cni/. "$NODES/$node/opt/cni/bin/"
	cgroup "k8s/$node/daemons"
	node_network "$node" "$NET.$((10 + $1))"
	node_namespaces "$node"
	containerd_up "$node"
}

import() { # NODE ARCHIVE...
	local node=$1 archive
	shift
	until_true 20 at "$node" ctr version || die "$node: containerd does not answer"
	for archive in "$@"; do
		at "$node" ctr -n k8s.io images import "$archive" >>"$RUN/log/$node-images.log" 2>&1 || die "$node: cannot import $archive"
	done
}

kubelet_up() { # NUMBER
	local node=n$1 address=$NET.$((10 + $1)) etc=$NODES/n$1/etc
	cert "$node" "/O=system:nodes/CN=system:node:$node" "DNS:$node,IP:$address"
	kubeconfig "$node"
	cat >"$etc/kubelet.yaml" <<-EOF
		apiVersion: kubelet.config.k8s.io/v1beta1
		kind: KubeletConfiguration
		authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $PKI/ca.crt}}
		authorization: {mode: Webhook}
		tlsCertFile: $PKI/$node.crt
		tlsPrivateKeyFile: $PKI/$node.key
		containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
		cgroupDriver: cgroupfs
		cgroupRoot: /k8s/$node
		failCgroupV1: false
		failSwapOn: false
		oomScoreAdj: 0
		clusterDomain: cluster.local
		clusterDNS: [10.96.0.10]
		imageGCHighThresholdPercent: 100
		imageGCLowThresholdPercent: 99
		evictionHard: {memory.available: 50Mi, nodefs.available: 1%, imagefs.available: 1%, nodefs.inodesFree: 1%, imagefs.inodesFree: 1%}
	EOF
	start "$node" kubelet kubelet --config="$etc/kubelet.yaml" --kubeconfig="$RUN/kubeconfig/$node" \
		--hostname-override="$node" --node-ip="$address" --v=2
	cat >"$etc/kube-proxy.yaml" <<-EOF
		apiVersion: kubeproxy.config.k8s.io/v1alpha1
		kind: KubeProxyConfiguration
		mode: nftables
		hostnameOverride: $node
		clusterCIDR: $PODS
		bindAddress: 0.0.0.0
		oomScoreAdj: 0
		clientConnection: {kubeconfig: $RUN/kubeconfig/proxy}
		conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
	EOF
	start "$node" kube-proxy kube-proxy --config="$etc/kube-proxy.yaml" --v=2
}
