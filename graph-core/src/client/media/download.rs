//! Downloads of content.

use std::fmt;
use std::future::IntoFuture;
use std::ops::RangeBounds;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::StreamExt as _;
use http::header::{ACCEPT, RANGE};
use http::{HeaderValue, Method};

use super::problem::media_error;
use super::range::ByteRange;
use super::target::MediaTarget;
use super::transfer::{Transfer, check_range};
use crate::client::operation::sealed::IntoOperation;
use crate::client::operation::{Batchable, Operation};
use crate::client::options::{RequestOptions, option_methods};
use crate::client::pipeline::Pipeline;
use crate::client::prepared_request::PreparedRequest;
use crate::client::raw_response::RawResponse;
use crate::client::response::Response;
use crate::error::{Error, MediaProblem};
use crate::model::path::Path;
use crate::transport::TransportErrorKind;

/// A `GET` of content, sent when it is awaited or its [stream](Self::stream) is polled; see [`Client::download`](crate::Client::download).
///
/// Awaiting returns the whole content in memory, up to [`max_size`](Self::max_size).
///
/// In a [`Batch`](crate::client::Batch) or a [`Bulk`](crate::client::Bulk), the content is a part of the batch's response. This works for
/// photos, but not for files: Microsoft Graph redirects the download of a file, and a batch follows no redirects.
#[must_use = "a request is not sent until it is awaited"]
#[derive(Clone, Debug)]
pub struct DownloadRequest {
    pipeline: Pipeline,
    request: PreparedRequest,
    options: RequestOptions,
    range: ByteRange,
    max_size: usize,
    max_resumes: u32,
}

impl DownloadRequest {
    pub(super) fn new<T: MediaTarget>(pipeline: Pipeline, path: &Path<T>) -> Self {
        let request = PreparedRequest::new::<T::Entity>(Method::GET, path);
        let (options, range) = (RequestOptions::default(), ByteRange::default());
        Self { pipeline, request, options, range, max_size: 16 << 20, max_resumes: 5 }
    }

    option_methods!(common, awaited);

    /// Asks for a part of the content: a range of bytes, such as `0..1024` or `1024..`.
    ///
    /// The response has status 206 if the service sent a part of the content. If the service ignored the range, the download fails with
    /// [`MediaProblem::OtherRange`](crate::error::MediaProblem::OtherRange).
    ///
    /// Source: [RFC 9110 §14.2](https://www.rfc-editor.org/rfc/rfc9110#section-14.2).
    pub fn range(self, range: impl RangeBounds<u64>) -> Self {
        Self { range: ByteRange::of(range), ..self }
    }

    /// Sets the largest content that awaiting returns, in bytes. The default is 16 MiB. A larger content fails with
    /// [`TooLarge`](TransportErrorKind::TooLarge); [`stream`](Self::stream) has no limit.
    pub fn max_size(self, bytes: usize) -> Self {
        Self { max_size: bytes, ..self }
    }

    /// Sets how many times in a row the client tries to continue the download after the connection broke; default: 5. Each new chunk starts
    /// the count again.
    ///
    /// The client asks for the rest of the content with `Range` and `If-Range`, so the response needs a strong etag. Without a strong etag,
    /// the download fails when the connection first breaks. It also fails if the service asks for a wait of more than 180 s.
    pub fn max_resumes(self, resumes: u32) -> Self {
        Self { max_resumes: resumes, ..self }
    }

    /// Returns the content as a stream of chunks. Memory holds one chunk at a time, so the content may have any size.
    ///
    /// The request's time limit is not for the download as a whole: it applies to the headers of the response, and then anew to each chunk.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::{Media, Path};
    /// # async fn example<E: GraphEntity>(graph: Client, photo: Path<Media<E>>, file: &mut impl std::io::Write)
    /// # -> Result<(), Box<dyn std::error::Error>> {
    /// let mut chunks = graph.download(photo).stream();
    /// while let Some(chunk) = chunks.next().await {
    ///     file.write_all(&chunk?)?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream(self) -> Download {
        let head = Arc::new(OnceLock::new());
        let chunks: Chunks = match self.transfer(head.clone()) {
            Ok(transfer) => {
                let chunks = futures_util::stream::unfold(transfer, async |mut transfer| {
                    let chunk = transfer.next().await?;
                    Some((chunk, transfer))
                });
                Box::pin(chunks.fuse())
            }
            Err(error) => Box::pin(futures_util::stream::iter([Err(error)])),
        };
        Download { chunks, head }
    }

    fn transfer(self, head: Arc<OnceLock<Response<()>>>) -> Result<Transfer, Error> {
        let request = prepare(self.request, self.range, self.options)?;
        Ok(Transfer::new(self.pipeline, request, self.range, self.max_resumes, head))
    }

    async fn collect(self) -> Result<Response<Bytes>, Error> {
        let max_size = self.max_size;
        let mut transfer = self.transfer(Arc::default())?;
        let mut content = BytesMut::new();
        while let Some(chunk) = transfer.next().await {
            let chunk = chunk?;
            if chunk.len() > max_size.saturating_sub(content.len()) {
                return Err(transfer.broken(TransportErrorKind::TooLarge));
            }
            content.extend_from_slice(&chunk);
        }
        transfer.finish(content.freeze())
    }
}

/// Adds the options and the header `Accept` to `request`. Also adds `Range` if the range is only a part of the content.
///
/// # Errors
/// [`MediaProblem::EmptyRange`] for an empty range; [`Error::InvalidHeader`] for an invalid header in `options`.
fn prepare(mut request: PreparedRequest, range: ByteRange, options: RequestOptions) -> Result<PreparedRequest, Error> {
    if range.is_empty() {
        return Err(media_error(&request.info(), MediaProblem::EmptyRange));
    }
    request.set_options(options)?;
    request.headers.extend(range.header().map(|range| (RANGE, range)));
    request.headers.entry(ACCEPT).or_insert(HeaderValue::from_static("*/*"));
    Ok(request)
}

impl IntoFuture for DownloadRequest {
    type Output = Result<Response<Bytes>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.collect())
    }
}

impl IntoOperation<Bytes> for DownloadRequest {
    fn into_operation(self) -> Operation<Bytes> {
        let Self { pipeline, request, options, range, .. } = self;
        let request = prepare(request, range, options);
        let decode = move |response: RawResponse| {
            check_range(&response, range)?;
            let content = response.response.body().clone();
            Ok(response.into_response().with_body(content, None))
        };
        Operation { pipeline, request, decode: Box::new(decode) }
    }
}

impl Batchable for DownloadRequest {
    type Output = Bytes;
}

type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>;

/// A [`Stream`] of the chunks of a download; see [`DownloadRequest::stream`].
///
/// Nothing is sent until the stream is polled. Dropping the stream ends the download.
#[must_use = "a request is not sent until its stream is polled"]
pub struct Download {
    chunks: Chunks,
    head: Arc<OnceLock<Response<()>>>,
}

impl Download {
    /// Returns the next chunk, or `None` at the end of the content. After an error, it returns `None` too.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        std::future::poll_fn(|context| self.chunks.as_mut().poll_next(context)).await
    }

    /// Returns the status and the headers of the response, such as `Content-Type` and `Content-Length`, or `None` before the first chunk.
    pub fn response(&self) -> Option<&Response<()>> {
        self.head.get()
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().chunks.as_mut().poll_next(context)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("response", &self.head.get()).finish_non_exhaustive()
    }
}
