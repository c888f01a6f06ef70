# Sourced by up.sh: etcd and the control plane, in the namespaces of the first node, so that the API server reaches pods.

api_server_up() {
	mkdir -p "$RUN/etcd"
	start n1 etcd etcd --data-dir "$RUN/etcd" --unsafe-no-fsync --log-level warn \
		--listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
		--listen-peer-urls http://127.0.0.1:2380
	start n1 kube-apiserver kube-apiserver \
		--etcd-servers=http://127.0.0.1:2379 --advertise-address=$NET.11 --bind-address=0.0.0.0 --secure-port=6443 \
		--tls-cert-file="$PKI/apiserver.crt" --tls-private-key-file="$PKI/apiserver.key" --client-ca-file="$PKI/ca.crt" \
		--kubelet-client-certificate="$PKI/apiserver-kubelet.crt" --kubelet-client-key="$PKI/apiserver-kubelet.key" \
		--kubelet-certificate-authority="$PKI/ca.crt" --kubelet-preferred-address-types=InternalIP \
		--service-account-key-file="$PKI/sa.pub" --service-account-signing-key-file="$PKI/sa.key" \
		--service-account-issuer=https://kubernetes.default.svc.cluster.local \
		--service-cluster-ip-range=$SERVICES --authorization-mode=Node,RBAC \
		--enable-admission-plugins=NodeRestriction --allow-privileged=true
	until_true 120 kubectl get --raw /readyz \
		|| { tail "$RUN/log/n1-kube-apiserver.log" >&2; die "kube-apiserver is not ready"; }
}

controllers_up() {
	start n1 kube-controller-manager kube-controller-manager --kubeconfig="$RUN/kubeconfig/controller-manager" \
		--authentication-kubeconfig="$RUN/kubeconfig/controller-manager" --authorization-kubeconfig="$RUN/kubeconfig/controller-manager" \
		--cluster-cidr=$PODS --allocate-node-cidrs=true --service-cluster-ip-range=$SERVICES \
		--root-ca-file="$PKI/ca.crt" --service-account-private-key-file="$PKI/sa.key" --use-service-account-credentials=true \
		--cluster-signing-cert-file="$PKI/ca.crt" --cluster-signing-key-file="$PKI/ca.key" \
		--leader-elect=false --bind-address=127.0.0.1
	start n1 kube-scheduler kube-scheduler --kubeconfig="$RUN/kubeconfig/scheduler" \
		--authentication-kubeconfig="$RUN/kubeconfig/scheduler" --authorization-kubeconfig="$RUN/kubeconfig/scheduler" \
		--leader-elect=false --bind-address=127.0.0.1
}
