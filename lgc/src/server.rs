//! The HTTP server: driver routes and pages on one address.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::config::LgcConfig;
use crate::driver::{Practices, routes};
use crate::error::LgcError;
use crate::pages;

/// Longest message of the driver.
const LONGEST_MESSAGE: usize = 4 << 20;

/// A running reference software.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
    /// Goes with the software.
    _temporary: Option<TempDir>,
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Base URL of the driver routes.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Lets requests in progress end, then stops.
    pub async fn stop(self) -> Result<(), LgcError> {
        // A server that has already stopped no longer listens to this.
        let _ = self.stop.send(());
        ended(self.task).await
    }

    /// Waits until the server stops by itself, which it does only on a failure.
    pub async fn wait(self) -> Result<(), LgcError> {
        let _keep_running = self.stop;
        ended(self.task).await
    }
}

/// Starts the reference software.
pub async fn serve(config: LgcConfig) -> Result<Running, LgcError> {
    let refused = |source| LgcError::Listen {
        address: config.listen,
        source,
    };
    let listener = TcpListener::bind(config.listen).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    let (storage, temporary) = if let Some(folder) = &config.storage {
        (folder.clone(), None)
    } else {
        let folder = tempfile::tempdir().map_err(LgcError::Storage)?;
        (folder.path().to_owned(), Some(folder))
    };
    let shared = routes::Shared {
        config: Arc::new(config),
        practices: Arc::new(Practices::default()),
        own_url: own_url(address).into(),
        storage: storage.into(),
    };
    let router = routes::router()
        .merge(pages::router())
        .layer(DefaultBodyLimit::max(LONGEST_MESSAGE))
        .with_state(shared);
    let (stop, stopped) = oneshot::channel();
    let serving = axum::serve(listener, router).with_graceful_shutdown(async move {
        // A dropped sender stops the server as a message does.
        let _ = stopped.await;
    });
    let task = tokio::spawn(async move { serving.await });
    Ok(Running {
        address,
        stop,
        task,
        _temporary: temporary,
    })
}

/// The address that the browser of this workstation reaches.
fn own_url(mut address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    format!("http://{address}")
}

/// The line that tells the parent process where the software answers.
pub fn announce(running: &Running) -> String {
    format!("prêt {}", running.url())
}

async fn ended(task: JoinHandle<std::io::Result<()>>) -> Result<(), LgcError> {
    match task.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(LgcError::Stopped(error.to_string())),
        Err(error) => Err(LgcError::Stopped(error.to_string())),
    }
}
