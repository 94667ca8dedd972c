//! How an answer gets to the client, or does not: in memory, or as the body of an HTTP response.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::Response;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep, sleep_until};

use super::answer::Answer;
use super::fault::Fault;
use crate::transport::{TransportError, TransportErrorKind};

/// An answer on its way.
#[derive(Debug)]
pub(super) struct Delivery {
    delay: Duration,
    /// `None` where the connection breaks before anything is answered.
    answer: Option<Response<Bytes>>,
    manner: Manner,
}

#[derive(Clone, Copy, Debug)]
enum Manner {
    Whole,
    Truncated,
    Slow(Duration),
}

/// The connection breaks.
#[derive(Debug)]
pub(super) struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the emulator broke the connection off")
    }
}

impl std::error::Error for Broken {}

impl Delivery {
    pub(super) fn new(answer: Answer, fault: Option<Fault>, latency: Duration) -> Self {
        let response = answer.into_response();
        let whole = Self { delay: latency, answer: None, manner: Manner::Whole };
        let empty = response.body().is_empty();
        match fault {
            Some(Fault::Reset | Fault::LostAnswer) => whole,
            // Where there is no body, what happens to it happens to the answer.
            Some(Fault::TruncatedBody) if empty => whole,
            Some(Fault::SlowBody(time)) if empty => Self { answer: Some(response), delay: latency.saturating_add(time), ..whole },
            Some(Fault::Silence(time)) => Self { delay: latency.saturating_add(time), ..whole },
            Some(Fault::TruncatedBody) => Self { answer: Some(response), manner: Manner::Truncated, ..whole },
            Some(Fault::SlowBody(time)) => Self { answer: Some(response), manner: Manner::Slow(time), ..whole },
            Some(Fault::OtherBody(body)) => Self { answer: Some(response.map(|_| body)), ..whole },
            Some(Fault::Status { .. } | Fault::Redirect(_)) | None => Self { answer: Some(response), ..whole },
        }
    }

    /// To a client in the same process.
    pub(super) async fn in_memory(self) -> Result<Response<Bytes>, TransportError> {
        let broken = || TransportError::new(TransportErrorKind::Interrupted, Some(Box::new(Broken) as _));
        wait(self.delay).await;
        match (self.answer, self.manner) {
            (Some(answer), Manner::Whole) => Ok(answer),
            (Some(answer), Manner::Slow(time)) => {
                wait(time).await;
                Ok(answer)
            }
            _ => Err(broken()),
        }
    }

    /// To a client on the other side of a socket.
    pub(super) async fn over_socket(self) -> Result<Response<Paced>, Broken> {
        wait(self.delay).await;
        Ok(self.answer.ok_or(Broken)?.map(|body| Paced::new(body, self.manner)))
    }
}

async fn wait(time: Duration) {
    if !time.is_zero() {
        sleep(time).await;
    }
}

/// A body that arrives whole, piece by piece, or not to its end.
pub(super) struct Paced {
    announced: u64,
    rest: Bytes,
    piece: usize,
    pause: Duration,
    next: Option<Pin<Box<Sleep>>>,
    breaks: bool,
}

impl Paced {
    fn new(body: Bytes, manner: Manner) -> Self {
        const PIECES: usize = 8;
        let announced = body.len() as u64;
        let whole = Self { announced, piece: body.len(), rest: body, pause: Duration::ZERO, next: None, breaks: false };
        match manner {
            Manner::Whole => whole,
            Manner::Truncated => Self { rest: whole.rest.slice(..whole.rest.len() / 2), breaks: true, ..whole },
            Manner::Slow(time) => {
                let pause = time / PIECES as u32;
                let next = Some(Box::pin(sleep_until(Instant::now() + pause)));
                Self { piece: whole.rest.len().div_ceil(PIECES), pause, next, ..whole }
            }
        }
    }
}

impl Body for Paced {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        if self.rest.is_empty() {
            let breaks = std::mem::take(&mut self.breaks);
            return Poll::Ready(breaks.then_some(Err(Broken)));
        }
        if let Some(next) = &mut self.next {
            if next.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            let then = next.deadline() + self.pause;
            if let Some(next) = &mut self.next {
                next.as_mut().reset(then);
            }
        }
        let piece = self.piece.min(self.rest.len());
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(piece)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && !self.breaks
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.announced)
    }
}
