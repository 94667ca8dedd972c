//! A request for the changes of a collection.

use http::Method;

use super::change::Change;
use super::changes::Changes;
use super::page_rules::{DELTA, First};
use crate::client::items::Items;
use crate::client::next_link::stored_target;
use crate::client::options::{RequestOptions, clone_and_debug, option_methods};
use crate::client::page_requests::PageRequests;
use crate::client::pipeline::Pipeline;
use crate::client::prepared_request::PreparedRequest;
use crate::client::stored_link::DeltaLink;
use crate::error::{DeltaLinkError, DeltaLinkProblem, Error};
use crate::model::path::{Delta, Path};
use crate::model::structured::Structured;
use crate::query::property_name::IntoPropertyNames;

/// Converts to a link to the later changes of a collection of `E`, or to `None`, which stands for all entities.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a link to later changes of `{E}`",
    label = "expected `DeltaLink<{E}>` or `Option<DeltaLink<{E}>>`",
    note = "`Changes::link` returns the link after the last change, and `DeltaLink::new` reads a stored text"
)]
pub trait IntoDeltaLink<E> {
    /// Returns the link.
    fn into_delta_link(self) -> Option<DeltaLink<E>>;
}

#[diagnostic::do_not_recommend]
impl<E> IntoDeltaLink<E> for DeltaLink<E> {
    fn into_delta_link(self) -> Option<Self> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<E> IntoDeltaLink<E> for Option<DeltaLink<E>> {
    fn into_delta_link(self) -> Self {
        self
    }
}

/// A request for the changes of a collection, sent when its stream is polled; see [`Client::delta`](crate::Client::delta).
///
/// Without a link, the first request sends the query options, such as `select` and `filter`. Each link contains them, so a request from a
/// link does not send them. Every request sends the headers.
#[must_use = "a request is not sent until its stream is polled"]
pub struct DeltaRequest<E> {
    pipeline: Pipeline,
    path: Path<Delta<E>>,
    options: RequestOptions,
    link: Option<DeltaLink<E>>,
    latest: bool,
}

clone_and_debug!(DeltaRequest<E> { pipeline, path, options, link, latest });

impl<E: Structured> DeltaRequest<E> {
    pub(super) fn new(pipeline: Pipeline, path: Path<Delta<E>>) -> Self {
        Self { pipeline, path, options: RequestOptions::default(), link: None, latest: false }
    }

    option_methods!(common, expand, filter, query, top, page_size);

    /// Asks the service for the key and these properties only (`$select`). Some services then report only changes of these properties.
    pub fn select(mut self, properties: impl IntoPropertyNames<E>) -> Self {
        self.options.query().select(properties);
        self
    }

    /// Asks only for the changes since the program received this link from [`Changes::link`]. With `None`, the service sends all entities.
    ///
    /// For a link to another host, the stream yields [`Error::DeltaLink`], and nothing is sent. For a link that is too old, the stream
    /// yields an error for which [`Error::is_resync_required`] returns `true`: start again without the link.
    pub fn since(mut self, link: impl IntoDeltaLink<E>) -> Self {
        self.link = link.into_delta_link();
        self
    }

    /// Asks for the link to later changes alone (`$deltatoken=latest`): the stream yields no entity. Has no effect with a link.
    ///
    /// For drive items, call `query("token", "latest")` instead.
    pub fn latest(mut self) -> Self {
        self.latest = true;
        self
    }

    /// Returns the changes as a stream, which holds one page in memory. After the last change, [`Changes::link`] returns the link to later
    /// changes.
    ///
    /// For a change that cannot be decoded, the stream yields an error that names the change's index in its page, and continues with the
    /// next change. An error for a whole page, or for its links, ends the stream.
    pub fn stream(self) -> Changes<E> {
        let pipeline = self.pipeline.clone();
        let first = self.prepare();
        Changes::new(Items::new(PageRequests::new(pipeline, Some(first), &DELTA), Change::read))
    }

    fn prepare(self) -> Result<PreparedRequest, Error> {
        let Self { pipeline, path, mut options, link, latest } = self;
        let mut request = PreparedRequest::new::<E>(Method::GET, &path);
        // The caller's own option may be a token of an earlier delta, such as `token` of drive items.
        let is_first = link.is_none() && options.query().others.is_empty();
        if let Some(link) = link {
            request.target = stored_target(link.as_str(), pipeline.host(), Some(path.version())).map_err(|problem| {
                let (request, problem) = (request.info(), DeltaLinkProblem::Refused(problem));
                Error::DeltaLink(Box::new(DeltaLinkError { request, request_id: None, problem }))
            })?;
            options.clear_query();
        } else {
            if E::DECLARATION.select {
                options.query().ask_for_changes_of(E::DECLARATION);
            }
            if latest {
                // Not one of the other options, because the `$` of its name would be percent-encoded.
                request.target.push_str("?$deltatoken=latest");
            }
        }
        request.set_options(options)?;
        if is_first {
            request.extensions.insert(First(request.target.clone()));
        }
        Ok(request)
    }
}
