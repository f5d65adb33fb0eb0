//! What a simulated service is, for the recorder that carries its calls.
//!
//! A service answers; it neither waits, nor records, nor applies faults: the recorder does.

use bytes::Bytes;
use futures_util::future::BoxFuture;

use crate::clock::Clock;
use crate::exchange::{Connection, Request};
use crate::observed::Observed;

/// The operation of a call that was not recognised.
pub const UNKNOWN_OPERATION: &str = "inconnue";

/// A call, as handed to a service.
#[derive(Debug)]
pub struct Call<'a> {
    /// The request, body included.
    pub request: &'a Request,
    /// The connection, with the client's certificate.
    pub connection: &'a Connection,
    /// Front that received it.
    pub front: &'a str,
    /// Lane.
    pub lane: &'a str,
    /// Operation returned by [`Service::classify`].
    pub operation: &'a str,
    /// Ordinal for (lane, service, operation), from 1.
    pub ordinal: u64,
    /// The bench's clock.
    pub clock: &'a Clock,
    /// Variations asked for this call, by name.
    pub variations: &'a [String],
    /// Official refusal asked for this call by the fault plan, by its code in the service's `codes`.
    pub refusal: Option<&'a str>,
}

/// What a service answers.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers, `content-type` included; the recorder adds the length.
    pub headers: Vec<(&'static str, String)>,
    /// Body.
    pub body: Bytes,
    /// What was understood.
    pub observed: Option<Observed>,
}

/// A simulated service.
pub trait Service: Send + Sync + 'static {
    /// Name, e.g. `insi`.
    fn name(&self) -> &'static str;

    /// Largest request body read, in bytes; a larger one is answered by [`Service::too_large`].
    fn body_limit(&self) -> usize;

    /// Operation of a request, cheaply, for the fault plan and the ordinals. Never fails: what is
    /// not recognised is [`UNKNOWN_OPERATION`].
    fn classify(&self, request: &Request) -> &'static str;

    /// The answer. Called once per call, on the connection's task; must not block.
    fn answer(&self, call: &Call<'_>) -> Answer;

    /// The answer of an operation that waits for a person or for another service; `None`, which is
    /// the rule, lets [`Service::answer`] answer at once. The future is dropped when the client
    /// leaves.
    fn answer_later<'a>(&'a self, _call: &'a Call<'a>) -> Option<BoxFuture<'a, Answer>> {
        None
    }

    /// What is understood of a call that an injected fault answers in the service's place. A
    /// service whose answers change its state reads the request here and changes nothing: a
    /// gateway that fails has not passed the call on.
    fn witness(&self, call: &Call<'_>) -> Option<Observed> {
        self.answer(call).observed.map(Observed::without_answer)
    }

    /// The answer to a body over the limit or that could not be read whole; the request's body is
    /// empty then.
    fn too_large(&self, call: &Call<'_>) -> Answer;

    /// Operations that [`Service::classify`] may return, `inconnue` apart: the fault plan refuses
    /// any other.
    fn operations(&self) -> Vec<&'static str>;

    /// Codes of the official refusals that the fault plan may ask for.
    fn refusals(&self) -> Vec<&'static str>;

    /// Names of the variations that the fault plan may ask for.
    fn variations(&self) -> Vec<&'static str>;
}
