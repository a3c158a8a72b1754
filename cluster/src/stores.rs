//! Where files are: on the disk, or in S3 and what speaks its language.
//!
//! Each process has the keys of S3 in its own environment (`AWS_ACCESS_KEY_ID` and the like). They go into no plan, no setting and
//! no message: an answer of the store may repeat them, so what it says is masked where it is received.

use std::env;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use datafusion::common::{DataFusionError, Result};
use datafusion::execution::object_store::{DefaultObjectStoreRegistry, ObjectStoreRegistry};
use futures::StreamExt as _;
use futures::stream::BoxStream;
use object_store::aws::AmazonS3Builder;
use object_store::path::Path;
use object_store::{
    BackoffConfig, ClientOptions, CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta,
    ObjectStore, PutMultipartOptions, PutOptions, PutPayload, PutResult, RetryConfig,
};
use url::Url;

/// The longest that an answer of a store is waited for, with all repetitions.
const PATIENCE: Duration = Duration::from_secs(30);

/// The stores of a process: those of S3 are made when they are first asked for.
#[derive(Debug, Default)]
pub(crate) struct Stores(DefaultObjectStoreRegistry);

impl ObjectStoreRegistry for Stores {
    fn register_store(&self, url: &Url, store: Arc<dyn ObjectStore>) -> Option<Arc<dyn ObjectStore>> {
        self.0.register_store(url, store)
    }

    fn get_store(&self, url: &Url) -> Result<Arc<dyn ObjectStore>> {
        if url.scheme() != "s3" {
            return self.0.get_store(url);
        }
        if let Ok(known) = self.0.get_store(url) {
            return Ok(known);
        }
        let store: Arc<dyn ObjectStore> = Arc::new(Masked(bucket(url)?));
        self.0.register_store(url, Arc::clone(&store));
        Ok(store)
    }
}

fn bucket(url: &Url) -> Result<Arc<dyn ObjectStore>> {
    let retry = RetryConfig { backoff: BackoffConfig::default(), max_retries: 3, retry_timeout: PATIENCE };
    let client = ClientOptions::new().with_timeout(PATIENCE).with_connect_timeout(Duration::from_secs(5));
    let client = client.with_allow_http(env::var("AWS_ALLOW_HTTP").is_ok_and(|value| value == "true"));
    let store = AmazonS3Builder::from_env()
        .with_client_options(client)
        .with_bucket_name(url.host_str().unwrap_or_default())
        .with_retry(retry)
        .build();
    store.map(|store| Arc::new(store) as Arc<dyn ObjectStore>).map_err(|error| DataFusionError::from(masked(error)))
}

/// A store whose errors do not tell keys.
#[derive(Debug)]
struct Masked(Arc<dyn ObjectStore>);

impl fmt::Display for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[async_trait::async_trait]
impl ObjectStore for Masked {
    async fn put_opts(&self, at: &Path, payload: PutPayload, options: PutOptions) -> object_store::Result<PutResult> {
        self.0.put_opts(at, payload, options).await.map_err(masked)
    }

    async fn put_multipart_opts(
        &self,
        at: &Path,
        options: PutMultipartOptions,
    ) -> object_store::Result<Box<dyn MultipartUpload>> {
        self.0.put_multipart_opts(at, options).await.map_err(masked)
    }

    async fn get_opts(&self, at: &Path, options: GetOptions) -> object_store::Result<GetResult> {
        self.0.get_opts(at, options).await.map_err(masked)
    }

    async fn get_ranges(&self, at: &Path, ranges: &[Range<u64>]) -> object_store::Result<Vec<bytes::Bytes>> {
        self.0.get_ranges(at, ranges).await.map_err(masked)
    }

    fn delete_stream(
        &self,
        at: BoxStream<'static, object_store::Result<Path>>,
    ) -> BoxStream<'static, object_store::Result<Path>> {
        self.0.delete_stream(at).map(|deleted| deleted.map_err(masked)).boxed()
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, object_store::Result<ObjectMeta>> {
        self.0.list(prefix).map(|listed| listed.map_err(masked)).boxed()
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> object_store::Result<ListResult> {
        self.0.list_with_delimiter(prefix).await.map_err(masked)
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> object_store::Result<()> {
        self.0.copy_opts(from, to, options).await.map_err(masked)
    }
}

/// An error of a store whose text has no key in it.
fn masked(error: object_store::Error) -> object_store::Error {
    if matches!(error, object_store::Error::NotFound { .. }) {
        return error;
    }
    object_store::Error::Generic { store: "S3", source: without_keys(&error.to_string()).into() }
}

/// A text without the keys of this process.
pub(crate) fn without_keys(text: &str) -> String {
    let secret = |name: &&str| env::var(name).ok().filter(|value| !value.is_empty());
    let names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
    names.iter().filter_map(secret).fold(text.to_owned(), |text, key| text.replace(&key, "***"))
}
