//! Reading a request's body, within a size and a time.

use std::pin::Pin;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, header};
use bytes::{Bytes, BytesMut};
use http_body::Body as _;
use http_body_util::BodyExt as _;

/// Bytes of a body over the limit that are read and thrown away, so that the client gets as far as
/// reading its answer.
const DISCARDED: u64 = 64 * 1024 * 1024;

/// How the reading ended.
pub(super) enum Received {
    /// The whole body.
    Whole(Bytes),
    /// Over the limit.
    TooLarge,
    /// Not whole in time.
    TooSlow,
    /// The connection ended before the body, or its framing is wrong.
    Broken(String),
}

/// Reads a body of at most `limit` bytes.
pub(super) async fn read(
    mut body: Body,
    headers: &HeaderMap,
    limit: usize,
    timeout: Duration,
) -> Received {
    if body.is_end_stream() {
        return Received::Whole(Bytes::new());
    }
    if body.size_hint().lower() > limit as u64 && headers.contains_key(header::EXPECT) {
        // The client waits for leave to send its body: it is answered at once instead.
        return Received::TooLarge;
    }
    let reading = read_frames(&mut body, limit);
    match tokio::time::timeout(timeout, reading).await {
        Ok(received) => received,
        Err(_) => Received::TooSlow,
    }
}

async fn read_frames(body: &mut Body, limit: usize) -> Received {
    let mut whole = BytesMut::new();
    let mut discarded = 0_u64;
    let mut too_large = body.size_hint().lower() > limit as u64;
    loop {
        let data = match Pin::new(&mut *body).frame().await {
            None => break,
            Some(Ok(frame)) => match frame.into_data() {
                Ok(data) => data,
                Err(_trailers) => continue,
            },
            Some(Err(error)) => return Received::Broken(chain(&error)),
        };
        too_large |= whole.len() + data.len() > limit;
        if too_large {
            discarded += data.len() as u64;
            if discarded > DISCARDED {
                break;
            }
        } else {
            if whole.is_empty() {
                // The exact size when it was declared: what is kept in the journal must not hold
                // a larger buffer than it is counted for.
                let declared = body.size_hint().lower();
                whole.reserve(data.len() + usize::try_from(declared).unwrap_or(0).min(limit));
            }
            whole.extend_from_slice(&data);
        }
    }
    if too_large {
        Received::TooLarge
    } else {
        Received::Whole(whole.freeze())
    }
}

fn chain(error: &axum::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}
