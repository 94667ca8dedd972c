//! Delivers a response in memory or as an HTTP body: whole, slowly, cut off or not at all.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::Response;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use super::fault::Fault;
use super::reply::Reply;
use crate::transport::{TransportError, TransportErrorKind};

/// A response that is ready to be sent, with the fault that changes how it arrives.
#[derive(Debug)]
pub(super) struct Delivery {
    delay: Duration,
    /// The response, or `None` if the connection breaks before the response begins.
    response: Option<Response<Bytes>>,
    manner: Manner,
}

#[derive(Clone, Copy, Debug)]
enum Manner {
    Whole,
    Truncated,
    Slow(Duration),
}

/// The error of a connection that the emulator breaks on purpose.
#[derive(Debug)]
pub(super) struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the emulator broke the connection off")
    }
}

impl std::error::Error for Broken {}

impl Delivery {
    pub(super) fn new(reply: Reply, fault: Option<Fault>, latency: Duration) -> Self {
        let response = reply.into_response();
        let lost = Self { delay: latency, response: None, manner: Manner::Whole };
        let empty = response.body().is_empty();
        match fault {
            Some(Fault::Reset | Fault::LostAnswer) => lost,
            // A response without a body is lost or delayed as a whole.
            Some(Fault::TruncatedBody) if empty => lost,
            Some(Fault::SlowBody(time)) if empty => {
                Self { response: Some(response), delay: latency.saturating_add(time), ..lost }
            }
            Some(Fault::Silence(time)) => Self { delay: latency.saturating_add(time), ..lost },
            Some(Fault::TruncatedBody) => Self { response: Some(response), manner: Manner::Truncated, ..lost },
            Some(Fault::SlowBody(time)) => Self { response: Some(response), manner: Manner::Slow(time), ..lost },
            Some(Fault::OtherBody(body)) => Self { response: Some(response.map(|_| body)), ..lost },
            Some(Fault::Status { .. } | Fault::Redirect(_)) | None => Self { response: Some(response), ..lost },
        }
    }

    /// Delivers the response to a client in the same process.
    pub(super) async fn in_memory(self) -> Result<Response<Bytes>, TransportError> {
        let broken = || TransportError::new(TransportErrorKind::Interrupted, Some(Box::new(Broken) as _));
        wait(self.delay).await;
        match (self.response, self.manner) {
            (Some(response), Manner::Whole) => Ok(response),
            (Some(response), Manner::Slow(time)) => {
                wait(time).await;
                Ok(response)
            }
            _ => Err(broken()),
        }
    }

    /// Delivers the response to a client in the same process, with the body of a success as a stream.
    #[cfg(feature = "media")]
    pub(super) async fn streamed(self) -> Result<Response<Bytes>, TransportError> {
        if !self.response.as_ref().is_some_and(|response| response.status().is_success()) {
            return self.in_memory().await;
        }
        wait(self.delay).await;
        let broken = || TransportError::new(TransportErrorKind::Interrupted, Some(Box::new(Broken) as _));
        let (parts, body) = self.response.ok_or_else(broken)?.into_parts();
        let mut body = PacedBody::new(body, self.manner);
        if body.next.is_none() {
            body.piece = body.piece.clamp(1, CHUNK);
        }
        let chunks = futures_util::stream::poll_fn(move |context| {
            let frame = std::task::ready!(Pin::new(&mut body).poll_frame(context));
            Poll::Ready(frame.map(|frame| Ok(frame.map_err(|_| broken())?.into_data().unwrap_or_default())))
        });
        let mut response = Response::from_parts(parts, Bytes::new());
        response.extensions_mut().insert(crate::transport::BodyStream::new(chunks));
        Ok(response)
    }

    /// Delivers the response to a client on the other side of a socket.
    pub(super) async fn over_socket(self) -> Result<Response<PacedBody>, Broken> {
        wait(self.delay).await;
        Ok(self.response.ok_or(Broken)?.map(|body| PacedBody::new(body, self.manner)))
    }
}

/// The size of a chunk of a stream in memory, in bytes.
#[cfg(feature = "media")]
const CHUNK: usize = 64 << 10;

async fn wait(time: Duration) {
    if !time.is_zero() {
        sleep(time).await;
    }
}

/// An HTTP body that arrives whole, piece by piece, or only in part.
pub(super) struct PacedBody {
    announced: u64,
    rest: Bytes,
    piece: usize,
    pause: Duration,
    next: Option<Pin<Box<Sleep>>>,
    breaks: bool,
}

impl PacedBody {
    fn new(body: Bytes, manner: Manner) -> Self {
        const PIECES: usize = 8;
        let announced = body.len() as u64;
        let whole = Self { announced, piece: body.len(), rest: body, pause: Duration::ZERO, next: None, breaks: false };
        match manner {
            Manner::Whole => whole,
            Manner::Truncated => Self { rest: whole.rest.slice(..whole.rest.len() / 2), breaks: true, ..whole },
            Manner::Slow(time) => {
                let pause = time / PIECES as u32;
                Self { piece: whole.rest.len().div_ceil(PIECES), pause, next: Some(Box::pin(sleep(pause))), ..whole }
            }
        }
    }
}

impl Body for PacedBody {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        if self.rest.is_empty() {
            let breaks = std::mem::take(&mut self.breaks);
            return Poll::Ready(breaks.then_some(Err(Broken)));
        }
        let pause = self.pause;
        if let Some(next) = &mut self.next {
            if next.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            let deadline = next.deadline();
            next.as_mut().reset(deadline.checked_add(pause).unwrap_or(deadline));
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
