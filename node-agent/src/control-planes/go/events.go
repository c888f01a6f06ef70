package main

import (
	"encoding/json"
	"os"
	"sync"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	"github.com/envoyproxy/go-control-plane/pkg/server/v3"
	"google.golang.org/genproto/googleapis/rpc/status"
)

// event is what the tests read: one sidecar's request, answer or end.
type event struct {
	Event string `json:"event"`
	Node  string `json:"node,omitempty"`
	Type  string `json:"type,omitempty"`
	Text  string `json:"text,omitempty"`
}

var (
	output sync.Mutex
	nodes  sync.Map // stream id to node id: later requests may come without their node
)

func report(e event) {
	output.Lock()
	defer output.Unlock()
	_ = json.NewEncoder(os.Stdout).Encode(e)
}

func callbacks() server.Callbacks {
	return server.CallbackFuncs{
		StreamRequestFunc: func(id int64, request *discovery.DiscoveryRequest) error {
			answered(id, request.GetNode(), request.GetTypeUrl(), request.GetResponseNonce(), request.GetErrorDetail())
			return nil
		},
		StreamDeltaRequestFunc: func(id int64, request *discovery.DeltaDiscoveryRequest) error {
			answered(id, request.GetNode(), request.GetTypeUrl(), request.GetResponseNonce(), request.GetErrorDetail())
			return nil
		},
		StreamClosedFunc:      func(id int64, _ *core.Node) { closed(id) },
		DeltaStreamClosedFunc: func(id int64, _ *core.Node) { closed(id) },
	}
}

func answered(id int64, node *core.Node, typeURL, nonce string, refusal *status.Status) {
	if node.GetId() != "" {
		nodes.Store(id, node.GetId())
	}
	known, _ := nodes.Load(id)
	name, _ := known.(string)
	switch {
	case refusal != nil:
		report(event{Event: "nack", Node: name, Type: typeURL, Text: refusal.GetMessage()})
	case nonce == "":
		report(event{Event: "ask", Node: name, Type: typeURL})
	default:
		report(event{Event: "ack", Node: name, Type: typeURL})
	}
}

func closed(id int64) {
	known, _ := nodes.LoadAndDelete(id)
	name, _ := known.(string)
	report(event{Event: "closed", Node: name})
}
