//! Which build of topline a process is. Processes of two builds might count differently, so a scheduler refuses another one's
//! workers and clients by name.

use tonic::metadata::MetadataValue;
use tonic::{Request, Status};
use topline_pipeline::build_name;

/// The header that names the build with each request.
pub(crate) const HEADER: &str = "topline-build";

/// Names this build with a request.
pub(crate) fn named(mut request: Request<()>) -> Result<Request<()>, Status> {
    let name =
        MetadataValue::try_from(build_name()).map_err(|_| Status::internal("the name of the build is no header"))?;
    request.metadata_mut().insert(HEADER, name);
    Ok(request)
}

/// Refuses a request of another build.
pub(crate) fn checked(request: Request<()>) -> Result<Request<()>, Status> {
    let ours = build_name();
    let theirs = request.metadata().get(HEADER).and_then(|name| name.to_str().ok());
    if theirs == Some(ours.as_str()) {
        return Ok(request);
    }
    let theirs = theirs.map_or("no build of topline".to_owned(), |name| format!("topline {name}"));
    Err(Status::failed_precondition(format!("this is {theirs}, and the scheduler is topline {ours}")))
}
