//! The scheduler: takes parts of queries from clients, and gives them to workers, again where a worker is lost.

use std::net::SocketAddr;
use std::sync::Arc;

use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::serde::protobuf::scheduler_grpc_server::SchedulerGrpcServer;
use ballista_core::serde::{BallistaCodec, BallistaLogicalExtensionCodec, BallistaPhysicalExtensionCodec};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_server::SchedulerServer;
use datafusion_proto::protobuf::{LogicalPlanNode, PhysicalPlanNode};
use tonic::service::interceptor::InterceptedService;
use tonic::transport::server::TcpIncoming;

use crate::arguments::SchedulerArguments;
use crate::certificates::{Certificates, customised, server};
use crate::error::ClusterError;
use crate::functions::session_state;
use crate::signals::ended;
use crate::{MESSAGE_AT_MOST, say, version};

/// How often lost workers are looked for, in seconds.
const LOOKED_FOR_EVERY: u64 = 2;

/// Serves until it is told to end.
pub(crate) async fn serve(arguments: &SchedulerArguments) -> Result<(), ClusterError> {
    let certificates = Certificates::read(&arguments.tls)?;
    let address = SocketAddr::new(arguments.bind, arguments.port);
    let config = config(arguments, certificates.clone());
    let started = |error| ClusterError::Start(format!("{error}"));
    let cluster = BallistaCluster::new_from_config(&config).await.map_err(started)?;
    let codec = BallistaCodec::new(
        Arc::new(BallistaLogicalExtensionCodec::default()),
        Arc::new(BallistaPhysicalExtensionCodec::default()),
    );
    let metrics = ballista_scheduler::metrics::default_metrics_collector().map_err(started)?;
    let mut scheduler: SchedulerServer<LogicalPlanNode, PhysicalPlanNode> =
        SchedulerServer::new(config.scheduler_endpoint(), cluster, codec, Arc::new(config), metrics);
    scheduler.init().await.map_err(started)?;
    let service = SchedulerGrpcServer::new(scheduler)
        .max_decoding_message_size(MESSAGE_AT_MOST)
        .max_encoding_message_size(MESSAGE_AT_MOST);
    let incoming = TcpIncoming::bind(address).map_err(|source| ClusterError::Listen { address, source })?;
    say(&format!("scheduler of topline {} on {address}", topline_pipeline::build_name()))?;
    server(certificates.as_ref())?
        .add_service(InterceptedService::new(service, version::checked))
        .serve_with_incoming_shutdown(incoming, ended())
        .await
        .map_err(ClusterError::Serve)
}

fn config(arguments: &SchedulerArguments, certificates: Option<Certificates>) -> SchedulerConfig {
    SchedulerConfig {
        bind_host: arguments.bind.to_string(),
        bind_port: arguments.port,
        // Workers ask for work. The scheduler need not reach them, and hears from them each time.
        scheduling_policy: TaskSchedulingPolicy::PullStaged,
        executor_timeout_seconds: arguments.lost_after,
        expire_dead_executor_interval_seconds: LOOKED_FOR_EVERY,
        no_executors_grace_period_seconds: arguments.no_workers_after,
        grpc_server_max_decoding_message_size: MESSAGE_AT_MOST as u32,
        grpc_server_max_encoding_message_size: MESSAGE_AT_MOST as u32,
        grpc_client_max_message_size: MESSAGE_AT_MOST as u32,
        use_tls: certificates.is_some(),
        override_create_grpc_client_endpoint: Some(customised(certificates)),
        override_session_builder: Some(Arc::new(session_state)),
        ..SchedulerConfig::default()
    }
}
