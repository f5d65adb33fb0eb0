//! One connection, as seen from its bytes: instants, and cuts.
//!
//! The wire is shared by the connection's IO, which sees bytes, and by the recorder, which knows
//! which exchange they belong to.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use crate::clock::{Clock, Mono};
use crate::exchange::{Instants, Stage};
use crate::journal::Journal;

/// How a connection is cut by a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// RST, nothing more is sent (under TLS too: no close_notify).
    Reset,
    /// FIN, without close_notify under TLS.
    Close,
}

/// The wire of a connection.
#[derive(Debug)]
pub struct Wire {
    clock: Clock,
    journal: Journal,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The next byte read is the first of a request.
    expecting: bool,
    /// First byte of the request that is being read.
    request_from: Option<Mono>,
    rank: u64,
    /// The exchange whose answer is written: its number and its instants.
    answering: Option<(u64, Instants)>,
    /// The whole answer was handed to HTTP.
    body_over: bool,
    /// The whole answer was handed to the system.
    finished: bool,
    flushes: u64,
    waiting_for_flush: Option<Waker>,
    cut: Option<Cut>,
    cut_at_end: Option<Cut>,
}

impl Wire {
    pub(super) fn new(clock: Clock, journal: Journal) -> Self {
        let state = State {
            expecting: true,
            ..State::default()
        };
        Self {
            clock,
            journal,
            state: Mutex::new(state),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A request's head was read: its rank on the connection, and when its first byte came. With
    /// requests sent before the previous answer was read, that instant is not known.
    pub fn begin_request(&self) -> (u64, Option<Mono>) {
        let mut state = self.state();
        state.rank += 1;
        state.expecting = false;
        (state.rank, state.request_from.take())
    }

    /// What is written from now on is the answer of that exchange.
    pub fn begin_answer(&self, number: u64, instants: Instants) {
        let mut state = self.state();
        state.answering = Some((number, instants));
        state.body_over = false;
        state.finished = false;
    }

    /// The whole answer was handed to HTTP: the next flush is its end.
    pub fn body_over(&self) {
        self.state().body_over = true;
    }

    /// Number of flushes so far, for [`Wire::poll_flushed`].
    pub fn flushes(&self) -> u64 {
        self.state().flushes
    }

    /// Ready once everything written was handed to the system after the flush of that number.
    pub fn poll_flushed(&self, after: u64, context: &Context<'_>) -> Poll<()> {
        let mut state = self.state();
        if state.flushes > after {
            return Poll::Ready(());
        }
        state.waiting_for_flush = Some(context.waker().clone());
        Poll::Pending
    }

    /// Cuts the connection: nothing more is read or written.
    pub fn cut(&self, cut: Cut) {
        self.state().cut = Some(cut);
    }

    /// Cuts the connection once the answer was written whole.
    pub fn cut_at_end(&self, cut: Cut) {
        self.state().cut_at_end = Some(cut);
    }

    /// True when the connection was cut by a fault.
    pub(super) fn is_cut(&self) -> bool {
        self.state().cut.is_some()
    }

    /// True when bytes came that are no request yet.
    pub(super) fn has_half_a_request(&self) -> bool {
        self.state().request_from.is_some()
    }

    fn on_read(&self) {
        let mut state = self.state();
        if state.expecting {
            state.expecting = false;
            state.request_from = Some(self.clock.mono());
        }
    }

    fn on_write(&self) {
        let state = self.state();
        if let Some((_, instants)) = state.answering.as_ref().filter(|_| !state.finished) {
            let now = self.clock.mono();
            instants.stamp_first(Stage::FirstByte, now);
            instants.stamp(Stage::LastByte, now);
        }
    }

    fn on_flush(&self) {
        let mut state = self.state();
        state.flushes += 1;
        let waiting = state.waiting_for_flush.take();
        let begun = state.answering.as_ref();
        let begun = begun.is_some_and(|(_, instants)| instants.at(Stage::FirstByte).is_some());
        if begun && state.body_over && !state.finished {
            self.finish(state);
        } else {
            drop(state);
        }
        if let Some(waiting) = waiting {
            waiting.wake();
        }
    }

    fn finish(&self, mut state: MutexGuard<'_, State>) {
        state.finished = true;
        state.expecting = true;
        state.cut = state.cut.or(state.cut_at_end);
        let answered = state.answering.clone();
        drop(state);
        if let Some((number, instants)) = answered {
            self.journal.stamped(number, &instants);
        }
    }

    fn on_close(&self) {
        let answering = self.state().answering.take();
        if let Some((number, instants)) = answering {
            instants.stamp(Stage::Closed, self.clock.mono());
            self.journal.stamped(number, &instants);
        }
    }
}

/// The transport of a connection.
#[derive(Debug)]
pub(super) enum Transport {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Transport {
    fn tcp(&self) -> &TcpStream {
        match self {
            Self::Plain(tcp) => tcp,
            Self::Tls(tls) => tls.get_ref().0,
        }
    }
}

/// The IO handed to HTTP.
#[derive(Debug)]
pub(super) struct WiredIo {
    transport: Transport,
    wire: Arc<Wire>,
}

impl WiredIo {
    pub(super) fn new(transport: Transport, wire: Arc<Wire>) -> Self {
        Self { transport, wire }
    }

    fn refused(&self) -> Option<io::Error> {
        let cut = self.wire.state().cut?;
        let kind = match cut {
            Cut::Reset => io::ErrorKind::ConnectionReset,
            Cut::Close => io::ErrorKind::ConnectionAborted,
        };
        Some(io::Error::new(kind, "cut by a fault of the plan"))
    }

    fn wrote(&self, result: &Poll<io::Result<usize>>) {
        if let Poll::Ready(Ok(count)) = result
            && *count > 0
        {
            self.wire.on_write();
        }
    }
}

impl Drop for WiredIo {
    fn drop(&mut self) {
        if self.wire.state().cut == Some(Cut::Reset) {
            // With no time to linger, closing sends RST instead of FIN. A failure means that the
            // connection is gone already.
            let _ = self.transport.tcp().set_zero_linger();
        }
        self.wire.on_close();
    }
}

impl AsyncRead for WiredIo {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Some(error) = self.refused() {
            return Poll::Ready(Err(error));
        }
        let before = buffer.filled().len();
        let result = match &mut self.transport {
            Transport::Plain(tcp) => Pin::new(tcp).poll_read(context, buffer),
            Transport::Tls(tls) => Pin::new(tls).poll_read(context, buffer),
        };
        if buffer.filled().len() > before {
            self.wire.on_read();
        }
        result
    }
}

impl AsyncWrite for WiredIo {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if let Some(error) = self.refused() {
            return Poll::Ready(Err(error));
        }
        let result = match &mut self.transport {
            Transport::Plain(tcp) => Pin::new(tcp).poll_write(context, bytes),
            Transport::Tls(tls) => Pin::new(tls).poll_write(context, bytes),
        };
        self.wrote(&result);
        result
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if let Some(error) = self.refused() {
            return Poll::Ready(Err(error));
        }
        let result = match &mut self.transport {
            Transport::Plain(tcp) => Pin::new(tcp).poll_write_vectored(context, slices),
            Transport::Tls(tls) => Pin::new(tls).poll_write_vectored(context, slices),
        };
        self.wrote(&result);
        result
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let result = match &mut self.transport {
            Transport::Plain(tcp) => Pin::new(tcp).poll_flush(context),
            Transport::Tls(tls) => Pin::new(tls).poll_flush(context),
        };
        if matches!(result, Poll::Ready(Ok(()))) {
            self.wire.on_flush();
        }
        result
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.wire.is_cut() {
            return Poll::Ready(Ok(()));
        }
        match &mut self.transport {
            Transport::Plain(tcp) => Pin::new(tcp).poll_shutdown(context),
            Transport::Tls(tls) => Pin::new(tls).poll_shutdown(context),
        }
    }
}
