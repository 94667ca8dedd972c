//! Reading a collection from a link: to the rest of an expanded collection, or to a page that the program stored.

use super::items::Items;
use super::next_link::{counts_or_searches, nested_target, refused, stored_target};
use super::options::{RequestOptions, clone_and_debug, option_methods};
use super::page_element::PageElement;
use super::page_element::sealed::ReadElement;
use super::pages::Pages;
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use super::raw_response::Read;
use super::stored_link::PageLink;
use crate::error::{Error, NextLinkProblem};
use crate::model::descriptor::StructuredType;
use crate::model::expanded::Expanded;
use crate::model::property_value::PropertyValue;

/// A request for a page that a link leads to, and for the pages after it, sent when its stream is polled; see
/// [`Client::follow`](super::Client::follow) and [`Client::list_from`](super::Client::list_from).
///
/// A link contains the query options of its list but not the headers: set the same headers again. For an entity that is declared
/// `#[graph(eventual_consistency)]`, a request from the link of a count or a search sends `ConsistencyLevel` by itself.
#[must_use = "a request is not sent until its stream is polled"]
pub struct FollowRequest<T> {
    pipeline: Pipeline,
    /// The path and query of the link, or the reason why the client does not follow it. `None`: there is no link.
    target: Option<Result<String, NextLinkProblem>>,
    options: RequestOptions,
    read: Read<T>,
    declared: Option<&'static StructuredType>,
}

clone_and_debug!(FollowRequest<T> { pipeline, options } hidden { target, read, declared });

impl<T: PropertyValue> FollowRequest<T> {
    pub(super) fn new(pipeline: Pipeline, collection: &Expanded<T>) -> Self {
        let target = collection.next_link().map(|link| nested_target(link, pipeline.host()));
        Self::of(pipeline, target)
    }
}

impl<T: PageElement> FollowRequest<T> {
    pub(super) fn stored(pipeline: Pipeline, link: &PageLink<T>) -> Self {
        let target = Some(stored_target(link.as_str(), pipeline.host(), None));
        Self::of(pipeline, target)
    }

    fn of(pipeline: Pipeline, target: Option<Result<String, NextLinkProblem>>) -> Self {
        let (read, declared) = (<T as ReadElement>::READ, <T as ReadElement>::declaration());
        Self { pipeline, target, options: RequestOptions::default(), read, declared }
    }
}

impl<T> FollowRequest<T> {
    option_methods!(common, eventual_consistency, page_size);

    /// Returns a stream of the elements behind the link. If an expanded collection has no link, the stream is empty.
    ///
    /// If the link leads to another host, or to a page that was already read, the stream yields [`Error::NextLink`](crate::Error::NextLink)
    /// and ends.
    pub fn stream(self) -> Items<T> {
        self.pages().into_items()
    }

    /// Returns a stream of the pages behind the link. It yields errors like [`stream`](Self::stream), except those of single elements.
    pub fn pages(self) -> Pages<T> {
        let Self { pipeline, target, mut options, read, declared } = self;
        if target.as_ref().is_some_and(|target| target.as_deref().is_ok_and(counts_or_searches)) {
            options.add_declared_consistency(declared);
        }
        Pages::new(pipeline, target.map(|target| first_request(target, options)), read)
    }
}

/// Returns the request for the page that a link leads to.
///
/// # Errors
/// [`Error::NextLink`] if the client does not follow the link; [`Error::InvalidHeader`] for an invalid header in `options`.
#[inline]
fn first_request(target: Result<String, NextLinkProblem>, options: RequestOptions) -> Result<PreparedRequest, Error> {
    let target = target.map_err(|problem| refused(&PreparedRequest::follow(String::new()), problem))?;
    let mut request = PreparedRequest::follow(target);
    request.set_options(options)?;
    Ok(request)
}
