//! Those who ask: the connection to the scheduler, and the rows of what is sent to it.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use arrow::array::RecordBatch;
use ballista_core::execution_plans::DistributedQueryExec;
use ballista_core::extension::SessionConfigExt as _;
use ballista_core::serde::BallistaLogicalExtensionCodec;
use ballista_core::serde::protobuf::GetJobStatusParams;
use ballista_core::serde::protobuf::scheduler_grpc_client::SchedulerGrpcClient;
use datafusion::common::{DataFusionError, Result as EngineResult};
use datafusion::execution::SessionState;
use datafusion::logical_expr::{LogicalPlan, TableSource};
use datafusion::physical_plan::ExecutionPlan as _;
use datafusion::prelude::SessionConfig;
use datafusion_proto::protobuf::LogicalPlanNode;
use futures::TryStreamExt as _;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use tonic::{Code, Request, Status};
use topline_pipeline::build_name;

use crate::certificates::{Certificates, customised, endpoint};
use crate::error::ClusterError;
use crate::exact::Sendable;
use crate::functions::session_state;
use crate::stores::without_keys;
use crate::{MESSAGE_AT_MOST, version};

type Named = fn(Request<()>) -> Result<Request<()>, Status>;
/// A connection on which each request names this build.
pub(crate) type SchedulerClient = SchedulerGrpcClient<InterceptedService<Channel, Named>>;

/// Connects to a scheduler that takes this build.
pub(crate) async fn join(url: &str, certificates: Option<&Certificates>) -> Result<SchedulerClient, ClusterError> {
    let is_secret = match url.split_once("://") {
        Some(("http", _)) => false,
        Some(("https", _)) => true,
        _ => return Err(ClusterError::Address { url: url.to_owned() }),
    };
    if is_secret != certificates.is_some() {
        return Err(ClusterError::Scheme { url: url.to_owned() });
    }
    let channel = endpoint(url, certificates)?.connect().await;
    let channel = channel.map_err(|source| ClusterError::Unreachable { url: url.to_owned(), source })?;
    let mut client = SchedulerGrpcClient::with_interceptor(channel, version::named as Named)
        .max_decoding_message_size(MESSAGE_AT_MOST)
        .max_encoding_message_size(MESSAGE_AT_MOST);
    // There is no such job, and to know that is an answer. A handshake may fail after the connection is there.
    match client.get_job_status(GetJobStatusParams { job_id: String::new() }).await {
        Ok(_) => Ok(client),
        Err(status) if status.code() == Code::FailedPrecondition => {
            Err(ClusterError::OtherBuild { url: url.to_owned(), reason: status.message().to_owned() })
        }
        Err(status) => Err(ClusterError::NoAnswer { url: url.to_owned(), reason: status.message().to_owned() }),
    }
}

/// A cluster that parts of queries are sent to.
pub(crate) struct Cluster {
    url: String,
    /// What a query says of itself to the scheduler.
    state: SessionState,
    responses: OnceLock<Arc<dyn TableSource>>,
    limit: Duration,
}

impl std::fmt::Debug for Cluster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cluster").field("url", &self.url).finish_non_exhaustive()
    }
}

impl Cluster {
    /// Joins a cluster, which is to read the responses in so many parts and has so long for a query.
    pub(crate) async fn join(
        url: &str,
        certificates: Option<Certificates>,
        parts: usize,
        limit: Duration,
    ) -> Result<Self, ClusterError> {
        join(url, certificates.as_ref()).await?;
        let config = SessionConfig::new_with_ballista()
            .with_target_partitions(parts)
            // However small the responses are.
            .with_repartition_file_min_size(1)
            .set_bool("datafusion.execution.parquet.schema_force_view_types", false)
            // What is known of a file is asked anew for each query: it may have been replaced.
            .set_bool("ballista.scheduler.share_file_statistics_cache", false)
            .with_ballista_use_tls(certificates.is_some())
            .with_ballista_grpc_client_max_message_size(MESSAGE_AT_MOST)
            .with_ballista_grpc_metadata(HashMap::from([(version::HEADER.to_owned(), build_name())]))
            .with_ballista_override_create_grpc_client_endpoint(customised(certificates));
        let state = session_state(config).map_err(|error| ClusterError::Start(error.to_string()))?;
        Ok(Self { url: url.to_owned(), state, responses: OnceLock::new(), limit })
    }

    /// What the cluster is to take for the table `responses`. Only the first call counts.
    pub(crate) fn reads(&self, responses: Arc<dyn TableSource>) {
        let _ = self.responses.set(responses);
    }

    /// A plan with what is sent to the cluster in nodes of its own.
    pub(crate) fn send(&self, plan: LogicalPlan) -> EngineResult<LogicalPlan> {
        let Some(responses) = self.responses.get() else { return Ok(plan) };
        Sendable { responses: Arc::clone(responses), functions: &self.state }.send(plan)
    }

    /// The rows of what is sent.
    pub(crate) async fn rows(&self, plan: &LogicalPlan) -> Result<Vec<RecordBatch>, ClusterError> {
        let seconds = self.limit.as_secs();
        tokio::time::timeout(self.limit, self.fetched(plan)).await.map_err(|_| ClusterError::TimedOut { seconds })?
    }

    /// Asks once more where a worker is lost after it has done its work, and before its rows are here.
    async fn fetched(&self, plan: &LogicalPlan) -> Result<Vec<RecordBatch>, ClusterError> {
        let first = self.asked(plan).await;
        match first {
            Err(error) if is_lost(&error) => self.asked(plan).await.map_err(|error| failed(&error)),
            asked => asked.map_err(|error| failed(&error)),
        }
    }

    async fn asked(&self, plan: &LogicalPlan) -> EngineResult<Vec<RecordBatch>> {
        let query = DistributedQueryExec::<LogicalPlanNode>::with_extension(
            self.url.clone(),
            self.state.config().ballista_config(),
            plan.clone(),
            Arc::new(BallistaLogicalExtensionCodec::default()),
            self.state.session_id().to_owned(),
        );
        query.execute(0, self.state.task_ctx())?.try_collect().await
    }
}

/// Whether rows were lost on their way, and the query itself did not fail.
fn is_lost(error: &DataFusionError) -> bool {
    !matches!(error.find_root(), DataFusionError::Execution(text) if text.starts_with("Job "))
}

fn failed(error: &DataFusionError) -> ClusterError {
    ClusterError::Failed { reason: without_keys(&error.find_root().to_string()) }
}
