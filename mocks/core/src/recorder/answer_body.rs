//! The body of an answer, with the faults of the plan: stall, drip, cut.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use crate::fault::{BodyFault, Effects};
use crate::listener::{Cut, Peer, Wire};
use crate::timer::{Sleep, Timer};

/// The body of an answer.
#[derive(Debug)]
pub(super) struct AnswerBody {
    bytes: Bytes,
    sent: usize,
    pace: Pace,
    /// After how many bytes the connection is cut, and how.
    cut: Option<(usize, Cut)>,
    wire: Arc<Wire>,
    timer: Timer,
    step: Step,
    /// The answer was handed to HTTP: from there, its end is the answer's.
    released: bool,
}

/// How the bytes go.
#[derive(Clone, Copy, Debug)]
enum Pace {
    AtOnce,
    Stall { at: usize, time: Duration },
    Drip { bytes: usize, every: Duration },
}

/// Where the body is.
#[derive(Debug)]
enum Step {
    Send,
    /// What was sent must leave before the silence, or the cut.
    Flush(u64),
    Wait(Sleep),
}

impl AnswerBody {
    pub(super) fn new(bytes: Bytes, effects: &Effects, peer: &Peer, timer: &Timer) -> Self {
        let index = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        let mut cut = effects.reset_at.map(|at| (index(at), Cut::Reset));
        let pace = match effects.body {
            None => Pace::AtOnce,
            Some(BodyFault::Stall { at, time }) => Pace::Stall {
                at: index(at),
                time,
            },
            Some(BodyFault::Drip { bytes, every }) => Pace::Drip {
                bytes: index(bytes),
                every,
            },
            Some(BodyFault::Truncate { at }) => {
                cut = cut.or(Some((index(at), Cut::Close)));
                Pace::AtOnce
            }
        };
        Self {
            bytes,
            sent: 0,
            pace,
            cut,
            wire: Arc::clone(&peer.wire),
            timer: timer.clone(),
            step: Step::Send,
            released: false,
        }
    }

    /// True when the cut comes after the last byte: HTTP must not keep the connection then.
    pub(super) fn closes_at_end(&self) -> bool {
        self.cut.is_some_and(|(at, _)| at >= self.bytes.len())
    }

    /// The answer goes to HTTP.
    pub(super) fn release(&mut self) {
        self.released = true;
        if let Some((_, cut)) = self.cut.filter(|_| self.closes_at_end()) {
            self.wire.cut_at_end(cut);
        }
    }

    /// End of what may be sent at all.
    fn end(&self) -> usize {
        let cut = self.cut.map_or(usize::MAX, |(at, _)| at);
        self.bytes.len().min(cut)
    }

    /// End of what may be sent now.
    fn chunk_end(&self) -> usize {
        let end = match self.pace {
            Pace::Stall { at, .. } if self.sent < at => at,
            Pace::Drip { bytes, .. } => self.sent.saturating_add(bytes),
            Pace::AtOnce | Pace::Stall { .. } => usize::MAX,
        };
        end.min(self.end())
    }

    /// The silence that follows what was just sent.
    fn silence(&self) -> Option<Duration> {
        match self.pace {
            Pace::Stall { at, time } if self.sent == at => Some(time),
            Pace::Drip { every, .. } if self.sent < self.end() => Some(every),
            _ => None,
        }
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        loop {
            match &mut self.step {
                Step::Send => {}
                Step::Flush(asked) => {
                    let asked = *asked;
                    ready!(self.wire.poll_flushed(asked, context));
                    match self.silence() {
                        Some(time) => self.step = Step::Wait(self.timer.sleep(time)),
                        None => return Poll::Ready(self.cut_now()),
                    }
                    continue;
                }
                Step::Wait(sleep) => {
                    ready!(Pin::new(sleep).poll(context));
                    self.step = Step::Send;
                    if let Pace::Stall { .. } = self.pace {
                        self.pace = Pace::AtOnce;
                    }
                    continue;
                }
            }
            let stalls_first = self.sent == 0 && matches!(self.pace, Pace::Stall { at: 0, .. });
            if self.sent == self.end() || stalls_first {
                if self.cut.is_none() && !stalls_first {
                    return Poll::Ready(None);
                }
                self.step = Step::Flush(self.wire.flushes());
                continue;
            }
            let end = self.chunk_end();
            let chunk = self.bytes.slice(self.sent..end);
            self.sent = end;
            if self.silence().is_some() {
                self.step = Step::Flush(self.wire.flushes());
            }
            return Poll::Ready(Some(Ok(Frame::data(chunk))));
        }
    }

    fn is_end_stream(&self) -> bool {
        self.cut.is_none() && self.sent == self.bytes.len()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact((self.bytes.len() - self.sent) as u64)
    }
}

impl AnswerBody {
    fn cut_now(&mut self) -> Option<Result<Frame<Bytes>, io::Error>> {
        let (_, cut) = self.cut?;
        self.wire.cut(cut);
        Some(Err(io::Error::other("cut by a fault of the plan")))
    }
}

impl Drop for AnswerBody {
    fn drop(&mut self) {
        if self.released {
            self.wire.body_over();
        }
    }
}
