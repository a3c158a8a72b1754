//! The responses of a run, where all machines find them: one file, or several that hold its rows one after the other.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::AsArray as _;
use arrow::datatypes::{DataType, Int64Type, SchemaRef};
use datafusion::common::{DataFusionError, Result};
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl};
use datafusion::datasource::{TableProvider, provider_as_source};
use datafusion::functions_aggregate::expr_fn::{max, min};
use datafusion::logical_expr::TableSource;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext, cast, ident};
use futures::TryStreamExt as _;
use object_store::ObjectStore;
use url::Url;

use crate::error::ClusterError;
use crate::functions::session_state;

/// The responses, for the process that asks and for the cluster.
pub(crate) struct Responses {
    /// As `topline sql` reads them: in one part, in the order of their rows.
    pub here: Arc<dyn TableProvider>,
    /// In no order, so that they can be read in parts.
    pub on_cluster: Arc<dyn TableSource>,
    /// The store that they are in.
    pub root: Url,
    pub store: Arc<dyn ObjectStore>,
    /// The file, where they are in one on this machine.
    pub file: Option<PathBuf>,
}

/// Opens the responses at an address: a path, or `s3://BUCKET/PREFIX/`.
pub(crate) async fn open(address: &str) -> std::result::Result<Responses, ClusterError> {
    let path = Path::new(address);
    let is_path = !address.contains("://");
    let absolute = || path.canonicalize().map_err(DataFusionError::from);
    let opened = async {
        let located = if is_path { absolute()?.to_string_lossy().into_owned() } else { address.to_owned() };
        let config = SessionConfig::new().set_bool("datafusion.execution.parquet.schema_force_view_types", false);
        let context = SessionContext::new_with_state(session_state(config)?);
        let url = ListingTableUrl::parse(&located)?;
        let store = context.runtime_env().object_store(url.object_store())?;
        let mut files: Vec<_> =
            url.list_all_files(&context.state(), store.as_ref(), ".parquet").await?.try_collect().await?;
        files.sort_by(|one, other| one.location.cmp(&other.location));
        let root =
            Url::parse(url.object_store().as_str()).map_err(|error| DataFusionError::External(Box::new(error)))?;
        let names: Vec<String> = files.iter().map(|file| format!("{root}{}", file.location)).collect();
        Ok::<_, DataFusionError>((context, url, store, root, names))
    };
    let fail = |source| ClusterError::Responses { address: address.to_owned(), source };
    let (context, url, store, root, names) = opened.await.map_err(fail)?;
    if names.is_empty() {
        return Err(ClusterError::NoResponses { address: address.to_owned() });
    }
    let schema = check(&context, &names, address).await?;
    let order = vec![vec![ident("row_id").sort(true, false)]];
    let here = table(&url, &schema, order).map_err(fail)?;
    let on_cluster = provider_as_source(table(&url, &schema, Vec::new()).map_err(fail)?);
    let file = (is_path && path.is_file()).then(|| path.to_owned());
    Ok(Responses { here, on_cluster, root, store, file })
}

fn table(
    url: &ListingTableUrl,
    schema: &SchemaRef,
    order: Vec<Vec<datafusion::logical_expr::SortExpr>>,
) -> Result<Arc<dyn TableProvider>> {
    let format = ParquetFormat::default().with_force_view_types(false);
    let options = ListingOptions::new(Arc::new(format)).with_file_extension(".parquet").with_file_sort_order(order);
    let config = ListingTableConfig::new(url.clone()).with_listing_options(options).with_schema(Arc::clone(schema));
    Ok(Arc::new(ListingTable::try_new(config)?))
}

/// Makes sure that the files hold the same columns, and rows that go on from file to file: a file of another run, or one that
/// stands twice, would be counted with the others.
async fn check(
    context: &SessionContext,
    files: &[String],
    address: &str,
) -> std::result::Result<SchemaRef, ClusterError> {
    let fail = |source| ClusterError::Responses { address: address.to_owned(), source };
    let mut last: Option<(&String, SchemaRef, i64)> = None;
    for file in files {
        let frame = context.read_parquet(file.as_str(), ParquetReadOptions::default()).await.map_err(fail)?;
        let schema = SchemaRef::new(frame.schema().as_arrow().clone());
        if schema.index_of("row_id").is_err() {
            return Err(ClusterError::OtherColumns { first: "the responses of a run".to_owned(), file: file.clone() });
        }
        let row = || cast(ident("row_id"), DataType::Int64);
        let ends =
            frame.aggregate(Vec::new(), vec![min(row()), max(row())]).map_err(fail)?.collect().await.map_err(fail)?;
        let ends: Vec<Option<i64>> =
            ends[0].columns().iter().map(|end| end.as_primitive::<Int64Type>().iter().next().flatten()).collect();
        let [Some(least), Some(most)] = ends[..] else { continue };
        if let Some((first, known, before)) = &last {
            if known != &schema {
                return Err(ClusterError::OtherColumns { first: (*first).clone(), file: file.clone() });
            }
            if *before >= least {
                return Err(ClusterError::RowOrder { first: (*first).clone(), second: file.clone() });
            }
        }
        last = Some((file, schema, most));
    }
    last.map(|(_, schema, _)| schema).ok_or_else(|| ClusterError::NoResponses { address: address.to_owned() })
}
