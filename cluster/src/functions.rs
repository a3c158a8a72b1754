//! What every process of a cluster knows by name: the engine's functions, and those of topline that mean the same whatever the
//! pipeline.

use std::sync::Arc;

use ballista_core::registry::BallistaFunctionRegistry;
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::execution::{SessionState, SessionStateBuilder};
use datafusion::prelude::SessionConfig;
use topline_aggregate::portable_functions;

use crate::stores::Stores;

/// A session that knows the functions and the stores.
pub(crate) fn session_state(config: SessionConfig) -> datafusion::common::Result<SessionState> {
    let mut state = SessionStateBuilder::new().with_default_features().with_config(config).with_runtime_env(runtime()?);
    let (scalars, aggregates) = portable_functions();
    // To those that the engine has: `with_scalar_functions` would take their place.
    state.scalar_functions().get_or_insert_default().extend(scalars.into_iter().map(Arc::new));
    state.aggregate_functions().get_or_insert_default().extend(aggregates.into_iter().map(Arc::new));
    Ok(state.build())
}

/// The functions, for a worker.
pub(crate) fn registry() -> datafusion::common::Result<BallistaFunctionRegistry> {
    Ok(BallistaFunctionRegistry::from(&session_state(SessionConfig::new())?))
}

/// Where plans read files from.
pub(crate) fn runtime() -> datafusion::common::Result<Arc<RuntimeEnv>> {
    RuntimeEnvBuilder::new().with_object_store_registry(Arc::new(Stores::default())).build_arc()
}
