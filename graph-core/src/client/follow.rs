//! Reading the rest of an expanded collection.

use std::fmt;
use std::marker::PhantomData;

use super::items::Items;
use super::next_link::first_request;
use super::options::{RequestOptions, option_methods};
use super::pipeline::Pipeline;
use crate::model::expanded::Expanded;
use crate::model::property_value::PropertyValue;

/// A request for the rest of an expanded collection, sent when its stream is polled; see [`Client::follow`](super::Client::follow).
#[must_use = "a request is not sent until its stream is polled"]
pub struct FollowRequest<T> {
    pipeline: Pipeline,
    link: Option<String>,
    options: RequestOptions,
    of: PhantomData<fn() -> T>,
}

impl<T: PropertyValue> FollowRequest<T> {
    pub(super) fn new(pipeline: Pipeline, collection: &Expanded<T>) -> Self {
        let link = collection.next_link().map(str::to_owned);
        Self { pipeline, link, options: RequestOptions::default(), of: PhantomData }
    }

    option_methods!(common);

    /// Returns a stream of the elements that the collection does not contain yet. If the collection has no next link, the stream is empty.
    ///
    /// If the link leads to another host, or to a page that was already read, the stream yields [`Error::NextLink`](crate::Error::NextLink)
    /// and ends.
    pub fn stream(self) -> Items<T> {
        let Self { pipeline, link, options, of: _ } = self;
        match link {
            Some(link) => {
                let first = first_request(&link, pipeline.host(), options);
                Items::new(pipeline, first, T::read_text)
            }
            None => Items::empty(pipeline, T::read_text),
        }
    }
}

impl<T> Clone for FollowRequest<T> {
    fn clone(&self) -> Self {
        let Self { pipeline, link, options, of } = self;
        Self { pipeline: pipeline.clone(), link: link.clone(), options: options.clone(), of: *of }
    }
}

impl<T> fmt::Debug for FollowRequest<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FollowRequest").field("pipeline", &self.pipeline).field("options", &self.options).finish_non_exhaustive()
    }
}
