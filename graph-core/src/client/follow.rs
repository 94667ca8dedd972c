//! Reading a collection from a link: to the rest of an expanded collection, or to a page that the program stored.

use super::items::Items;
use super::next_link::{counts_or_searches, nested_target, refused, stored_target};
use super::options::{RequestOptions, clone_and_debug, option_methods};
use super::page_element::PageElement;
use super::pages::Pages;
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use super::raw_response::Read;
use super::stored_link::PageLink;
use crate::error::{Error, NextLinkProblem};
use crate::model::expanded::Expanded;
use crate::model::property_value::PropertyValue;

/// A request for a page that a link leads to, and for the pages after it, sent when its stream is polled; see
/// [`Client::follow`](super::Client::follow) and [`Client::list_from`](super::Client::list_from).
///
/// A link contains the query options of its list but not the headers: set the same headers again.
#[must_use = "a request is not sent until its stream is polled"]
pub struct FollowRequest<T> {
    pipeline: Pipeline,
    /// The path and query of the link, or the reason why the client does not follow it. `None`: there is no link.
    target: Option<Result<String, NextLinkProblem>>,
    options: RequestOptions,
    read: Read<T>,
}

clone_and_debug!(FollowRequest<T> { pipeline, options } hidden { target, read });

impl<T: PropertyValue> FollowRequest<T> {
    pub(super) fn new(pipeline: Pipeline, collection: &Expanded<T>) -> Self {
        let target = collection.next_link().map(|link| nested_target(link, pipeline.host()));
        Self { pipeline, target, options: RequestOptions::default(), read: T::read_text }
    }
}

impl<T: PageElement> FollowRequest<T> {
    pub(super) fn stored(pipeline: Pipeline, link: &PageLink<T>) -> Self {
        let target = stored_target(link.as_str(), pipeline.host(), None);
        let mut options = RequestOptions::default();
        if target.as_ref().is_ok_and(|target| counts_or_searches(target)) {
            options.add_declared_consistency(T::declaration());
        }
        Self { pipeline, target: Some(target), options, read: T::READ }
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
        let Self { pipeline, target, options, read } = self;
        Pages::new(pipeline, target.map(|target| first_request(target, options)), read)
    }
}

/// Returns the request for the page that a link leads to.
///
/// # Errors
/// [`Error::NextLink`] if the client does not follow the link; [`Error::InvalidHeader`] for an invalid header in `options`.
fn first_request(target: Result<String, NextLinkProblem>, options: RequestOptions) -> Result<PreparedRequest, Error> {
    let target = target.map_err(|problem| refused(&PreparedRequest::follow(String::new()), problem))?;
    let mut request = PreparedRequest::follow(target);
    request.set_options(options)?;
    Ok(request)
}
