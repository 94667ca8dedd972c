//! Follows the link to the next page of a collection. Refuses a link to another host, which would receive the token.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use http::Uri;

use super::options::RequestOptions;
use super::page::Page;
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

/// Returns the request for the page after `page`, or `None` after the last page. `request` is the request for `page` itself.
///
/// # Errors
/// [`Error::NextLink`] if the link leads to another host or to a page that was already read, or is not an absolute URL.
pub(super) fn next_request(
    request: PreparedRequest,
    host: &Host,
    page: &Page,
    read: &mut PagesRead,
) -> Result<Option<PreparedRequest>, Error> {
    let Some(link) = &page.next_link else { return Ok(None) };
    read.insert(&request.target);
    let problem = match target_on(host, link, |linked| redactor(&page.source.token).line(linked, 300)) {
        Ok(target) if !read.contains(&target) => return Ok(Some(PreparedRequest { target, ..request })),
        Ok(_) => NextLinkProblem::RepeatedPage,
        Err(problem) => problem,
    };
    let (request, request_id) = (page.source.request.clone(), page.source.request_id.clone());
    Err(Error::NextLink(Box::new(NextLinkError { request, request_id, problem })))
}

/// Returns the request for the page that the next link of an expanded collection leads to.
///
/// The error does not name the other host: no token is known here that could be removed from the name.
///
/// # Errors
/// [`Error::NextLink`] if the link leads to another host or is not an absolute URL; [`Error::InvalidHeader`] for an invalid header.
pub(super) fn first_request(link: &str, host: &Host, options: RequestOptions) -> Result<PreparedRequest, Error> {
    match target_on(host, link, |_| "another host".to_owned()) {
        Ok(target) => {
            let mut request = PreparedRequest::follow(target);
            request.set_options(options)?;
            Ok(request)
        }
        Err(problem) => {
            let request = PreparedRequest::follow(String::new()).info();
            Err(Error::NextLink(Box::new(NextLinkError { request, request_id: None, problem })))
        }
    }
}

/// Returns the path and query of a link to this host. `show` prepares the name of another host for an error.
fn target_on(host: &Host, link: &str, show: impl FnOnce(&str) -> String) -> Result<String, NextLinkProblem> {
    match link.parse::<Uri>().map(|uri| (Host::of(&uri), uri.path_and_query().map(|path| path.to_string()))) {
        Ok((Ok(linked), Some(target))) if linked == *host => Ok(target),
        Ok((Ok(linked), _)) if linked != *host => Err(NextLinkProblem::OtherHost(show(&linked.to_string()))),
        _ => Err(NextLinkProblem::NotAUrl),
    }
}
