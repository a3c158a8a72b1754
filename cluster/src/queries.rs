//! What is asked of a run: a query, or all figures.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use topline_pipeline::{
    Batches, Pipeline, RowsFile, RunError, Session, add_run_tables, figures_over, load_unquoted, rehearse, run_path,
    write_input, write_rows,
};

use crate::arguments::Asked;
use crate::certificates::Certificates;
use crate::client::Cluster;
use crate::error::ClusterError;
use crate::on_cluster::ClusterPlanner;
use crate::responses;
use crate::say;

/// A run that is open for queries on a cluster.
struct Opened {
    pipeline: Pipeline,
    session: Session,
}

async fn open(asked: &Asked) -> Result<Opened, ClusterError> {
    let pipeline = load_unquoted(&folder(&asked.pipeline))?;
    let certificates = Certificates::read(&asked.tls)?;
    let parts = usize::from(asked.parts);
    let limit = Duration::from_secs(asked.timeout);
    let cluster = Arc::new(Cluster::join(&asked.scheduler, certificates, parts, limit).await?);
    let last = run_path(&asked.out, &pipeline.plan.survey.id).join("responses.parquet");
    let address = asked.responses.clone().unwrap_or_else(|| last.to_string_lossy().into_owned());
    let responses = responses::open(&address).await?;
    cluster.reads(responses.on_cluster);
    let mut session = Session::distributed(&pipeline.plan, Arc::new(ClusterPlanner(cluster)));
    let failed = |error| RunError::Aggregate { error, hint: None };
    session.add_stored_responses(responses.here, &responses.root, responses.store).map_err(failed)?;
    add_run_tables(&mut session, &pipeline, &asked.out, responses.file.as_deref()).await?;
    Ok(Opened { pipeline, session })
}

/// The folder of a pipeline that is named, or one below `pipelines`.
fn folder(named: &Path) -> PathBuf {
    if named.is_dir() { named.to_owned() } else { Path::new("pipelines").join(named) }
}

/// Runs a query, and writes its rows when they are all there.
pub(crate) async fn sql(asked: &Asked, query: &str, to: Option<&Path>) -> Result<(), ClusterError> {
    let kind = to.map(|path| (path, path.extension().and_then(|end| end.to_str())));
    if let Some((path, None)) = kind {
        return Err(ClusterError::RowFile { path: path.to_owned() });
    }
    let Opened { session, .. } = open(asked).await?;
    let failed = |error| RunError::Aggregate { hint: session.hint(&error), error };
    let mut rows = Batches::of(&session, query).await.map_err(failed)?;
    let mut batches = Vec::new();
    while let Some(batch) = rows.next().await.map_err(failed)? {
        batches.push(batch);
    }
    if let Some((path, Some("parquet"))) = kind {
        let mut file = RowsFile::create(path, &rows.schema()).map_err(ClusterError::File)?;
        batches.iter().try_for_each(|batch| file.write(batch)).map_err(ClusterError::File)?;
        return file.finish().map_err(ClusterError::File);
    }
    let mut writer = arrow::csv::WriterBuilder::new().with_header(true).build(Vec::new());
    if batches.is_empty() {
        batches.push(arrow::array::RecordBatch::new_empty(rows.schema()));
    }
    batches.iter().try_for_each(|batch| writer.write(batch)).map_err(ClusterError::Rows)?;
    let text = writer.into_inner();
    match kind {
        Some((path, Some("csv"))) => write_input(path, &text).map_err(ClusterError::File),
        Some((path, _)) => Err(ClusterError::RowFile { path: path.to_owned() }),
        None => std::io::stdout().write_all(&text).map_err(ClusterError::Output),
    }
}

/// Computes all figures, and writes them when they are all there.
pub(crate) async fn run(asked: &Asked, to: &Path) -> Result<(), ClusterError> {
    let Opened { pipeline, session } = open(asked).await?;
    rehearse(&pipeline).await?;
    let figures = figures_over(&session, &pipeline).await?;
    write_rows(to, &figures).map_err(ClusterError::File)?;
    say(&format!("{}: {} figures in {}", pipeline.plan.survey.id, figures.num_rows(), to.display()))
}
