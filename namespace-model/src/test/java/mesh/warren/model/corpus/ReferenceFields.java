package mesh.warren.model.corpus;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Written by hand from Envoy's API, not from the table: the fields that name a resource, and the fields through which a
 * configuration would leave its namespace.
 */
final class ReferenceFields {

    /** Fields whose value, when not empty, is the name of a resource of the whole Envoy. */
    static final Set<String> NAMES = set("""
            envoy.config.cluster.v3.Cluster.name
            envoy.config.cluster.v3.Cluster.EdsClusterConfig.service_name
            envoy.config.core.v3.ApiConfigSource.cluster_names
            envoy.config.core.v3.GrpcService.EnvoyGrpc.cluster_name
            envoy.config.core.v3.HttpUri.cluster
            envoy.config.route.v3.RouteAction.cluster
            envoy.config.route.v3.RouteAction.RequestMirrorPolicy.cluster
            envoy.config.route.v3.WeightedCluster.ClusterWeight.name
            envoy.config.route.v3.ScopedRouteConfiguration.route_configuration_name
            envoy.config.trace.v3.DatadogConfig.collector_cluster
            envoy.config.trace.v3.ZipkinConfig.collector_cluster
            envoy.data.dns.v3.DnsTable.DnsEndpoint.cluster_name
            envoy.data.dns.v3.DnsTable.DnsServiceTarget.cluster_name
            envoy.extensions.access_loggers.fluentd.v3.FluentdAccessLogConfig.cluster
            envoy.extensions.clusters.aggregate.v3.ClusterConfig.clusters
            envoy.extensions.clusters.composite.v3.ClusterConfig.ClusterEntry.name
            envoy.extensions.clusters.mcp_multicluster.v3.ClusterConfig.McpCluster.cluster
            envoy.extensions.filters.http.cache_v2.v3.CacheV2Config.override_upstream_cluster
            envoy.extensions.filters.http.fault.v3.HTTPFault.upstream_cluster
            envoy.extensions.filters.http.gcp_authn.v3.GcpAuthnFilterConfig.cluster
            envoy.extensions.filters.http.health_check.v3.HealthCheck.ClusterMinHealthyPercentagesEntry.key
            envoy.extensions.filters.http.mcp_router.v3.McpRouter.McpCluster.cluster
            envoy.extensions.filters.network.dubbo_proxy.v3.RouteAction.cluster
            envoy.extensions.filters.network.generic_proxy.action.v3.RouteAction.cluster
            envoy.extensions.filters.network.http_connection_manager.v3.Rds.route_config_name
            envoy.extensions.filters.network.redis_proxy.v3.RedisProxy.PrefixRoutes.Route.cluster
            envoy.extensions.filters.network.redis_proxy.v3.RedisProxy.PrefixRoutes.Route.RequestMirrorPolicy.cluster
            envoy.extensions.filters.network.redis_proxy.v3.RedisProxy.PrefixRoutes.Route.ReadCommandPolicy.cluster
            envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.cluster
            envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster.ClusterWeight.name
            envoy.extensions.filters.network.thrift_proxy.v3.RouteAction.cluster
            envoy.extensions.filters.network.thrift_proxy.v3.RouteAction.RequestMirrorPolicy.cluster
            envoy.extensions.filters.network.thrift_proxy.v3.WeightedCluster.ClusterWeight.name
            envoy.extensions.filters.network.thrift_proxy.v3.Trds.route_config_name
            envoy.extensions.filters.network.generic_proxy.v3.GenericRds.route_config_name
            envoy.extensions.filters.udp.udp_proxy.v3.UdpProxyConfig.cluster
            envoy.extensions.router.cluster_specifiers.lua.v3.LuaConfig.default_cluster
            envoy.extensions.router.cluster_specifiers.priority_group.v3.ClusterWeight.cluster_name
            envoy.extensions.router.cluster_specifiers.matcher.v3.ClusterAction.cluster
            envoy.extensions.tracers.fluentd.v3.FluentdConfig.cluster
            envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig.name
            envoy.extensions.transport_sockets.tls.cert_selectors.on_demand_secret.v3.Config.prefetch_secret_names
            envoy.extensions.transport_sockets.tls.cert_mappers.static_name.v3.StaticName.name
            """);

    /** The names of the resources themselves; they count in a resource of its own only, not in one nested in another. */
    static final Set<String> OWN_NAMES = set("""
            envoy.config.core.v3.TypedExtensionConfig.name
            envoy.config.endpoint.v3.ClusterLoadAssignment.cluster_name
            envoy.config.listener.v3.FilterChain.name
            envoy.config.listener.v3.Listener.name
            envoy.config.route.v3.RouteConfiguration.name
            envoy.config.route.v3.ScopedRouteConfiguration.name
            envoy.config.route.v3.VirtualHost.name
            envoy.extensions.transport_sockets.tls.v3.Secret.name
            """);

    /** Fields that are format strings wherever they stand: programs that must not read the process or the disk. */
    static final Set<String> FORMATS = set("""
            envoy.config.core.v3.HeaderValue.value
            envoy.config.core.v3.SubstitutionFormatString.text_format
            envoy.config.core.v3.SubstitutionFormatString.json_format
            envoy.config.core.v3.SubstitutionFormatString.text_format_source
            envoy.extensions.access_loggers.open_telemetry.v3.OpenTelemetryAccessLogConfig.body
            envoy.extensions.access_loggers.open_telemetry.v3.OpenTelemetryAccessLogConfig.attributes
            envoy.extensions.access_loggers.fluentd.v3.FluentdAccessLogConfig.record
            envoy.extensions.filters.http.oauth2.v3.OAuth2Config.redirect_uri
            envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.TunnelingConfig.hostname
            envoy.type.tracing.v3.CustomTag.value
            """);

    /** Fields that no output may have set. */
    static final Set<String> NEVER = set("""
            envoy.config.core.v3.Address.pipe
            envoy.config.core.v3.Address.envoy_internal_address
            envoy.config.core.v3.SocketAddress.network_namespace_filepath
            envoy.config.core.v3.SocketAddress.resolver_name
            envoy.config.core.v3.ConfigSource.path
            envoy.config.core.v3.ConfigSource.path_config_source
            envoy.config.core.v3.ConfigSource.api_config_source
            envoy.config.core.v3.ConfigSource.self
            envoy.config.core.v3.ConfigSource.authorities
            envoy.config.core.v3.DataSource.filename
            envoy.config.core.v3.DataSource.environment_variable
            envoy.config.core.v3.DataSource.watched_directory
            envoy.config.core.v3.GrpcService.google_grpc
            envoy.config.endpoint.v3.Endpoint.additional_addresses
            envoy.config.listener.v3.Listener.internal_listener
            envoy.config.listener.v3.Listener.udp_listener_config
            envoy.config.cluster.v3.Cluster.dns_resolvers
            envoy.config.cluster.v3.Cluster.dns_resolution_config
            envoy.extensions.clusters.dns.v3.DnsCluster.all_addresses_in_single_endpoint
            envoy.config.route.v3.RouteConfiguration.vhds
            envoy.config.route.v3.ScopedRouteConfiguration.on_demand
            envoy.extensions.filters.http.on_demand.v3.OnDemand.odcds
            envoy.extensions.filters.http.on_demand.v3.PerRouteConfig.odcds
            envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.scoped_rds
            envoy.config.route.v3.RouteAction.cluster_header
            envoy.config.route.v3.RouteAction.cluster_specifier_plugin
            envoy.config.route.v3.RouteAction.RequestMirrorPolicy.cluster_header
            envoy.config.route.v3.WeightedCluster.ClusterWeight.cluster_header
            envoy.config.cluster.v3.Cluster.OriginalDstLbConfig.http_header_name
            envoy.config.cluster.v3.Cluster.OriginalDstLbConfig.metadata_key
            envoy.config.cluster.v3.Cluster.OriginalDstLbConfig.use_http_header
            envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.on_demand
            envoy.extensions.filters.network.mongo_proxy.v3.MongoProxy.access_log
            envoy.extensions.filters.network.zookeeper_proxy.v3.ZooKeeperProxy.access_log
            envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.key_log
            envoy.extensions.load_balancing_policies.client_side_weighted_round_robin.v3.ClientSideWeightedRoundRobin.enable_oob_load_report
            envoy.type.tracing.v3.CustomTag.environment
            """);

    private ReferenceFields() {}

    private static Set<String> set(String lines) {
        return lines.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.toUnmodifiableSet());
    }
}
