//! Follows the link to the next page of a collection. Refuses a link to another host, which would receive the token.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use http::Uri;

use super::page::PageSource;
use super::prepared_request::PreparedRequest;
use super::raw_response::redactor;
use crate::auth::host::Host;
use crate::error::{Error, NextLinkError, NextLinkProblem};

/// The pages of a list that were already requested.
///
/// It keeps a hash of each page's path and query instead of the text, because a list may have millions of pages with long links.
#[derive(Default)]
pub(super) struct PagesRead {
    hashes: HashSet<u64>,
    state: RandomState,
}

impl PagesRead {
    fn insert(&mut self, target: &str) {
        self.hashes.insert(self.state.hash_one(target));
    }

    fn contains(&self, target: &str) -> bool {
        self.hashes.contains(&self.state.hash_one(target))
    }
}

/// Returns the request for the page that `link` leads to. `request` is the request for the page that contains the link.
///
/// # Errors
/// [`Error::NextLink`] if the link leads to another host or to a page that was already read, or is not an absolute URL.
pub(super) fn next_request(
    request: PreparedRequest,
    host: &Host,
    link: &str,
    source: &PageSource,
    read: &mut PagesRead,
) -> Result<PreparedRequest, Error> {
    read.insert(&request.target);
    let problem = match link.parse::<Uri>().map(|uri| (Host::of(&uri), uri.path_and_query().map(|path| path.to_string()))) {
        Ok((Ok(linked), Some(target))) if linked == *host && !read.contains(&target) => {
            return Ok(PreparedRequest { target, ..request });
        }
        Ok((Ok(linked), _)) if linked == *host => NextLinkProblem::RepeatedPage,
        Ok((Ok(linked), _)) => NextLinkProblem::OtherHost(redactor(&source.token).line(&linked.to_string(), 300)),
        _ => NextLinkProblem::NotAUrl,
    };
    let (request, request_id) = (source.request.clone(), source.request_id.clone());
    Err(Error::NextLink(Box::new(NextLinkError { request, request_id, problem })))
}
