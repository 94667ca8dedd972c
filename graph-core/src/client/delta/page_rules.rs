//! The rules for the pages of a delta: which error asks the program to start the delta again, and which links a page must have.

use http::header::LOCATION;
use http::{StatusCode, Uri};

use crate::auth::host::Host;
use crate::client::link_reader::LinkText;
use crate::client::next_link::target;
use crate::client::page::{FetchedPage, PageRules};
use crate::client::prepared_request::PreparedRequest;
use crate::client::raw_response::RawResponse;
use crate::client::relative_url::{has_scheme, resolve};
use crate::error::{DeltaLinkError, DeltaLinkProblem, Error, ResyncError, ServiceError};

/// The rules for the pages of a delta.
pub(super) const DELTA: PageRules = PageRules { check, check_links };

/// Marks the first request of a delta without a link, in the request's extensions. Contains the path and query of that request.
///
/// An error response to this request never asks the program to start again: the delta has just started, so starting again would not help.
#[derive(Clone)]
pub(super) struct First(pub(super) String);

/// Error codes that ask the program to start the delta again. An error with the status 410 asks for it too, whatever its code is.
///
/// Source: [Synchronization reset](https://learn.microsoft.com/graph/delta-query-overview#synchronization-reset).
const RESYNC: [&str; 2] = ["resyncRequired", "syncStateNotFound"];

#[inline]
fn check(response: RawResponse, request: &PreparedRequest, host: &Host) -> Result<RawResponse, Error> {
    if request.extensions.get().is_some_and(|First(target)| *target == request.target) {
        return response.check(request);
    }
    let location = location(&response, host, request);
    response.check(request).map_err(|error| match error {
        Error::Service(error) if asks_to_start_again(&error) => Error::Resync(Box::new(ResyncError::new(*error, location))),
        error => error,
    })
}

/// Returns the `Location` of the response as an absolute URL ([RFC 9110 §10.2.2]).
///
/// [RFC 9110 §10.2.2]: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.2
#[inline]
fn location(response: &RawResponse, host: &Host, request: &PreparedRequest) -> Option<String> {
    let location = response.response.headers().get(LOCATION)?.to_str().ok()?;
    let url =
        if has_scheme(location) { location.to_owned() } else { resolve(&[host.as_str(), &request.target].concat(), location)? };
    url.parse::<Uri>().is_ok().then_some(url)
}

#[inline]
fn asks_to_start_again(error: &ServiceError) -> bool {
    let is_resync = |code: &String| RESYNC.iter().any(|known| known.eq_ignore_ascii_case(code));
    error.status == StatusCode::GONE || error.codes.iter().any(is_resync)
}

/// Makes the page's delta link absolute. If the page has both a delta link and a link to the next page, or neither, replaces the link to
/// the next page by an error.
#[inline]
fn check_links(page: &mut FetchedPage, host: &Host, request: &PreparedRequest) {
    let (Ok(next), Ok(delta)) = (&page.next_link, &mut page.delta_link) else {
        // A malformed delta link is reported in the place of the next link, after the changes of the page.
        if page.delta_link.is_err() && page.next_link.is_ok() {
            page.next_link = std::mem::replace(&mut page.delta_link, Ok(None));
        }
        return;
    };
    let problem = match (next, delta) {
        (Some(_), None) => return,
        (None, Some(link)) => match target(link, host, request, &page.source) {
            Ok(target) => {
                *link = LinkText { url: [host.as_str(), &target].concat(), context: None };
                return;
            }
            Err(problem) => DeltaLinkProblem::Refused(problem),
        },
        (None, None) => DeltaLinkProblem::Missing,
        (Some(_), Some(_)) => DeltaLinkProblem::BesideNextLink,
    };
    let (request, request_id) = (page.source.request.clone(), page.source.request_id.clone());
    page.next_link = Err(Error::DeltaLink(Box::new(DeltaLinkError { request, request_id, problem })));
    page.delta_link = Ok(None);
}
