//! A worker: asks the scheduler for work, does it, and keeps what it found until others have fetched it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use arrow_flight::flight_service_server::FlightServiceServer;
use ballista_core::BALLISTA_PROTOCOL_VERSION;
use ballista_core::extension::SessionConfigExt as _;
use ballista_core::serde::protobuf::executor_resource::Resource;
use ballista_core::serde::protobuf::{
    ExecutorOperatingSystemSpecification, ExecutorRegistration, ExecutorResource, ExecutorSpecification,
    ExecutorStoppedParams,
};
use ballista_core::serde::{BallistaCodec, BallistaLogicalExtensionCodec, BallistaPhysicalExtensionCodec};
use ballista_executor::execution_loop::poll_loop;
use ballista_executor::executor::Executor;
use ballista_executor::flight_service::BallistaFlightService;
use ballista_executor::health::ExecutorHealth;
use ballista_executor::metrics::LoggingMetricsCollector;
use datafusion::prelude::SessionConfig;
use datafusion_proto::protobuf::{LogicalPlanNode, PhysicalPlanNode};
use tonic::transport::server::TcpIncoming;

use crate::arguments::WorkerArguments;
use crate::certificates::{Certificates, customised, server};
use crate::client::{SchedulerClient, join};
use crate::error::ClusterError;
use crate::functions::{registry, runtime};
use crate::signals::ended;
use crate::{MESSAGE_AT_MOST, say};

/// Works until it is told to end.
pub(crate) async fn serve(arguments: &WorkerArguments) -> Result<(), ClusterError> {
    let certificates = Certificates::read(&arguments.tls)?;
    let mut scheduler = joined(arguments, certificates.as_ref()).await?;
    let mut scratch = tempfile::Builder::new();
    let scratch = scratch.prefix("topline-worker-");
    let scratch = match &arguments.scratch {
        Some(folder) => scratch.tempdir_in(folder),
        None => scratch.tempdir(),
    };
    let scratch = scratch.map_err(ClusterError::Scratch)?;
    let folder = scratch.path().to_string_lossy().into_owned();

    let address = SocketAddr::new(arguments.bind, arguments.port);
    let incoming = TcpIncoming::bind(address).map_err(|source| ClusterError::Listen { address, source })?;
    let flight = FlightServiceServer::new(BallistaFlightService::new(folder.clone()))
        .max_decoding_message_size(MESSAGE_AT_MOST)
        .max_encoding_message_size(MESSAGE_AT_MOST);
    let flight = server(certificates.as_ref())?.add_service(flight).serve_with_incoming(incoming);

    let cores = arguments.cores.map_or_else(cores, usize::from);
    let registration = registration(arguments, cores);
    let id = registration.id.clone();
    let executor = Arc::new(executor(registration, &folder, cores, certificates)?);
    let codec: BallistaCodec<LogicalPlanNode, PhysicalPlanNode> = BallistaCodec::new(
        Arc::new(BallistaLogicalExtensionCodec::default()),
        Arc::new(BallistaPhysicalExtensionCodec::default()),
    );
    let polling = poll_loop(scheduler.clone(), executor, codec, None, None, ExecutorHealth::new());
    say(&format!("worker of topline {} on {address}", topline_pipeline::build_name()))?;
    tokio::select! {
        served = flight => served.map_err(ClusterError::Serve),
        polled = polling => polled.map_err(|error| ClusterError::Start(error.to_string())),
        () = ended() => {
            let stopped = ExecutorStoppedParams { executor_id: id, reason: "it was told to end".to_owned() };
            // Without this the scheduler waits for it in vain for a while, and no longer.
            let _ = tokio::time::timeout(Duration::from_secs(5), scheduler.executor_stopped(stopped)).await;
            Ok(())
        }
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The scheduler, once it answers.
async fn joined(
    arguments: &WorkerArguments,
    certificates: Option<&Certificates>,
) -> Result<SchedulerClient, ClusterError> {
    let until = Instant::now() + Duration::from_secs(arguments.patience);
    loop {
        match join(&arguments.scheduler, certificates).await {
            Err(ClusterError::Unreachable { .. }) if Instant::now() < until => {
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
            joined => return joined,
        }
    }
}

fn registration(arguments: &WorkerArguments, cores: usize) -> ExecutorRegistration {
    let resource = ExecutorResource { resource: Some(Resource::Vcores(cores as u32)) };
    ExecutorRegistration {
        id: uuid::Uuid::new_v4().to_string(),
        host: Some(arguments.host.clone()),
        port: u32::from(arguments.port),
        // The scheduler never calls a worker that asks for work.
        grpc_port: 0,
        specification: Some(ExecutorSpecification { resources: vec![resource] }),
        os_info: Some(ExecutorOperatingSystemSpecification::default()),
        ballista_protocol_version: BALLISTA_PROTOCOL_VERSION,
    }
}

fn executor(
    registration: ExecutorRegistration,
    folder: &str,
    cores: usize,
    certificates: Option<Certificates>,
) -> Result<Executor, ClusterError> {
    let functions = registry().map_err(|error| ClusterError::Start(error.to_string()))?;
    let is_secret = certificates.is_some();
    let endpoints = customised(certificates);
    let settings = move || {
        SessionConfig::new_with_ballista()
            .with_ballista_use_tls(is_secret)
            .with_ballista_override_create_grpc_client_endpoint(Arc::clone(&endpoints))
    };
    let runtime = runtime().map_err(|error| ClusterError::Start(error.to_string()))?;
    Ok(Executor::with_default_execution_engine(
        registration,
        folder,
        Arc::new(move |_| Ok(Arc::clone(&runtime))),
        Arc::new(settings),
        Arc::new(functions),
        Arc::new(LoggingMetricsCollector::default()),
        cores,
    ))
}
