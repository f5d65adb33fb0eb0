//! A listener: it accepts the connections of one front and serves an axum router on them.
//!
//! It stamps what happens to the bytes, does TLS handshakes off the accept loop, cuts connections
//! when a fault wants it, and ends cleanly. It knows no service and decides no fault.

use std::any::Any;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpSocket;
use tokio::sync::{Semaphore, watch};
use tokio::task::{JoinError, JoinHandle, JoinSet};

use crate::clock::Clock;
use crate::exchange::Connection;
use crate::journal::{Journal, NoteKind};

mod handshake;
mod open_files;
mod serve;
#[cfg(test)]
mod tests;
mod wire;

pub use handshake::{FactsOf, FrontTls};
pub use open_files::{OpenFiles, raise_open_files};
pub use wire::{Cut, Wire};

/// Connections that the system may keep waiting to be accepted.
const BACKLOG: u32 = 4096;

/// What a listener is for.
#[derive(Clone)]
pub struct ListenerConfig {
    /// Name of the front, e.g. `insi_tlsm`.
    pub front: Arc<str>,
    /// Lane.
    pub lane: Arc<str>,
    /// Address to bind; port zero lets the system choose.
    pub address: SocketAddr,
    /// TLS; none on a plain front.
    pub tls: Option<FrontTls>,
    /// Limits.
    pub limits: Limits,
}

/// Limits of a listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest handshake, from the client's first byte; a client that sends none is closed after it.
    pub handshake_timeout: Duration,
    /// Handshakes in progress at once; the others wait.
    pub handshakes: usize,
    /// Longest wait for a request's head, from the opening or from the previous answer: an idle
    /// kept-alive connection is closed after it too, as real servers do.
    pub head_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            handshake_timeout: Duration::from_secs(10),
            handshakes: 512,
            head_timeout: Duration::from_secs(30),
        }
    }
}

/// What can go wrong with a listener.
#[derive(Debug, thiserror::Error)]
pub enum ListenerError {
    /// The port belongs to another program.
    #[error("port {} of front \"{front}\" is already in use: stop the program that holds it, or give this lane another first port", .address.port())]
    PortInUse {
        /// Front.
        front: Arc<str>,
        /// Address.
        address: SocketAddr,
    },
    /// The address cannot be bound.
    #[error("front \"{front}\" cannot listen on {address}: {source}")]
    Bind {
        /// Front.
        front: Arc<str>,
        /// Address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// Tasks that serve the front panicked: what rests on this run is Non concluant.
    #[error("front \"{front}\": {} task(s) panicked, first: {}", .messages.len(), .messages.first().map_or("?", String::as_str))]
    Panicked {
        /// Front.
        front: Arc<str>,
        /// Messages of the panics.
        messages: Vec<String>,
    },
}

/// What a handler is given of the connection, by `ConnectInfo<Peer>`.
#[derive(Clone, Debug)]
pub struct Peer {
    /// The connection, as written in exchanges.
    pub connection: Arc<Connection>,
    /// Its wire.
    pub wire: Arc<Wire>,
}

/// What the tasks of a listener share.
struct Shared {
    front: Arc<str>,
    lane: Arc<str>,
    tls: Option<FrontTls>,
    limits: Limits,
    handshakes: Semaphore,
    journal: Journal,
    clock: Clock,
    panics: Mutex<Vec<String>>,
}

impl Shared {
    fn note(&self, kind: NoteKind) {
        self.journal.note(Some(&self.lane), kind);
    }

    fn panicked(&self, payload: &(dyn Any + Send)) {
        let message = panic_message(payload);
        self.note(NoteKind::ServicePanicked {
            front: self.front.to_string(),
            message: message.clone(),
        });
        let mut panics = self.panics.lock().unwrap_or_else(PoisonError::into_inner);
        panics.push(message);
    }

    fn joined(&self, joined: Result<(), JoinError>) {
        if let Err(error) = joined
            && let Ok(payload) = error.try_into_panic()
        {
            self.panicked(&*payload);
        }
    }
}

/// The text of a panic.
pub(crate) fn panic_message(payload: &(dyn Any + Send)) -> String {
    let text = payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "panic without a text".to_owned())
}

/// An open listener. Dropping it closes everything at once; [`Listener::drain`] is the clean end.
pub struct Listener {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
    accepting: JoinHandle<JoinSet<()>>,
}

impl Listener {
    /// Binds the address and begins to accept. Needs a tokio runtime.
    pub fn open(
        config: ListenerConfig,
        router: Router,
        journal: Journal,
        clock: Clock,
    ) -> Result<Self, ListenerError> {
        let listening = bind(config.address).map_err(|source| {
            let (front, address) = (Arc::clone(&config.front), config.address);
            if source.kind() == io::ErrorKind::AddrInUse {
                ListenerError::PortInUse { front, address }
            } else {
                ListenerError::Bind {
                    front,
                    address,
                    source,
                }
            }
        })?;
        let address = listening.local_addr().unwrap_or(config.address);
        let shared = Arc::new(Shared {
            front: config.front,
            lane: config.lane,
            tls: config.tls,
            limits: config.limits,
            handshakes: Semaphore::new(config.limits.handshakes),
            journal,
            clock,
            panics: Mutex::default(),
        });
        shared.note(NoteKind::ListenerOpened {
            front: shared.front.to_string(),
            address: address.to_string(),
        });
        let (stop, stopped) = watch::channel(false);
        let accepting = tokio::spawn(accept(listening, router, Arc::clone(&shared), stopped));
        Ok(Self {
            address,
            shared,
            stop,
            accepting,
        })
    }

    /// Address and port bound.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops accepting, lets the calls in progress end until the deadline, cuts what remains. An
    /// error when a task panicked since the opening.
    pub async fn drain(self, deadline: Duration) -> Result<(), ListenerError> {
        self.stop.send_replace(true);
        match self.accepting.await {
            Ok(mut tasks) => {
                let ended = async {
                    while let Some(joined) = tasks.join_next().await {
                        self.shared.joined(joined);
                    }
                };
                if tokio::time::timeout(deadline, ended).await.is_err() {
                    tasks.shutdown().await;
                }
            }
            Err(error) => self.shared.joined(Err(error)),
        }
        self.shared.note(NoteKind::ListenerClosed {
            front: self.shared.front.to_string(),
        });
        let mut panics = self
            .shared
            .panics
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let messages = std::mem::take(&mut *panics);
        drop(panics);
        if messages.is_empty() {
            return Ok(());
        }
        Err(ListenerError::Panicked {
            front: Arc::clone(&self.shared.front),
            messages,
        })
    }
}

fn bind(address: SocketAddr) -> io::Result<tokio::net::TcpListener> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    // A port whose connections are in TIME_WAIT may be bound again; one in use may not.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Accepts until told to stop; gives the tasks that still serve. When the sender is dropped, so are
/// the tasks.
async fn accept(
    listening: tokio::net::TcpListener,
    router: Router,
    shared: Arc<Shared>,
    mut stopped: watch::Receiver<bool>,
) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    let mut pause = None;
    loop {
        tokio::select! {
            told = told_to_stop(&mut stopped) => {
                if !told {
                    tasks.abort_all();
                }
                return tasks;
            }
            Some(joined) = tasks.join_next() => shared.joined(joined),
            accepted = listening.accept() => match accepted {
                Ok((tcp, address)) => {
                    pause = None;
                    let (router, shared) = (router.clone(), Arc::clone(&shared));
                    tasks.spawn(serve::serve(tcp, address, router, shared, stopped.clone()));
                }
                Err(error) => pause = Some(after_failure(&error, pause, &shared).await),
            },
        }
    }
}

/// Waits until told to stop; false when the listener was dropped without a word.
async fn told_to_stop(stopped: &mut watch::Receiver<bool>) -> bool {
    stopped.wait_for(|stop| *stop).await.is_ok()
}

/// A failed accept (no file descriptor left, for one) must not end the listener nor make it spin.
async fn after_failure(error: &io::Error, previous: Option<Duration>, shared: &Shared) -> Duration {
    const FIRST: Duration = Duration::from_millis(5);
    const MOST: Duration = Duration::from_secs(1);
    if matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::Interrupted
    ) {
        return FIRST;
    }
    if previous.is_none() {
        shared.note(NoteKind::AcceptFailed {
            front: shared.front.to_string(),
            reason: error.to_string(),
        });
    }
    let pause = previous.map_or(FIRST, |previous| (previous * 2).min(MOST));
    tokio::time::sleep(pause).await;
    pause
}
