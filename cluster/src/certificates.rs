//! TLS with certificates on both sides: who shows none that the authority signed is not let in.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ballista_core::extension::EndpointOverrideFn;
use ballista_core::utils::{GrpcClientConfig, create_grpc_client_endpoint};
use tonic::transport::{Certificate, ClientTlsConfig, Endpoint, Identity, Server, ServerTlsConfig};
use topline_pipeline::read_file;

use crate::arguments::Tls;
use crate::error::ClusterError;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a process may be silent before it is asked whether it is there.
const SILENCE: Duration = Duration::from_secs(5);
/// How long it has for an answer.
const ANSWER: Duration = Duration::from_secs(10);

/// What a process shows, and whom it believes.
#[derive(Clone)]
pub(crate) struct Certificates {
    authority: Certificate,
    identity: Identity,
}

impl Certificates {
    /// Those of the command line, if it names any.
    pub(crate) fn read(tls: &Tls) -> Result<Option<Self>, ClusterError> {
        let (Some(ca), Some(cert), Some(key)) = (&tls.ca, &tls.cert, &tls.key) else { return Ok(None) };
        let read = |path: &Path| read_file(path).map_err(ClusterError::Certificate);
        let identity = Identity::from_pem(read(cert)?, read(key)?);
        Ok(Some(Self { authority: Certificate::from_pem(read(ca)?), identity }))
    }

    fn of_client(&self) -> ClientTlsConfig {
        ClientTlsConfig::new().ca_certificate(self.authority.clone()).identity(self.identity.clone())
    }
}

/// A server that lets in whom the certificates let in.
pub(crate) fn server(certificates: Option<&Certificates>) -> Result<Server, ClusterError> {
    let server = Server::builder()
        .tcp_nodelay(true)
        .http2_keepalive_interval(Some(SILENCE))
        .http2_keepalive_timeout(Some(ANSWER));
    let Some(Certificates { authority, identity }) = certificates else { return Ok(server) };
    let tls = ServerTlsConfig::new().identity(identity.clone()).client_ca_root(authority.clone());
    server.tls_config(tls).map_err(ClusterError::Tls)
}

/// What every connection to another process is made with: a process that does not answer is given up.
pub(crate) fn customised(certificates: Option<Certificates>) -> EndpointOverrideFn {
    Arc::new(move |endpoint: Endpoint| {
        let endpoint = endpoint
            .connect_timeout(CONNECT)
            .http2_keep_alive_interval(SILENCE)
            .keep_alive_timeout(ANSWER)
            .keep_alive_while_idle(true);
        match &certificates {
            Some(certificates) => Ok(endpoint.tls_config(certificates.of_client())?),
            None => Ok(endpoint),
        }
    })
}

/// The scheduler at an address that the command line names.
pub(crate) fn endpoint(url: &str, certificates: Option<&Certificates>) -> Result<Endpoint, ClusterError> {
    let endpoint = create_grpc_client_endpoint(url.to_owned(), Some(&GrpcClientConfig::default()));
    let endpoint = endpoint.map_err(|_| ClusterError::Address { url: url.to_owned() })?;
    let custom = customised(certificates.cloned())(endpoint);
    custom.map_err(|source| ClusterError::Endpoint { url: url.to_owned(), source })
}
