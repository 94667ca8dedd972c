//! The link to the next page of a collection. A link to another host is refused, because the token would go there.

use http::Uri;

use super::page::Page;
use super::prepared_request::PreparedRequest;
use super::raw_response::redactor;
use crate::auth::host::Host;
use crate::error::{Error, NextLinkError, NextLinkProblem};

/// The request for the next page, or `None` after the last one.
///
/// # Errors
/// [`Error::NextLink`] when the link leads to another host or to the same page, or is not an absolute URL.
pub(super) fn next_request(request: PreparedRequest, host: &Host, page: &Page) -> Result<Option<PreparedRequest>, Error> {
    let Some(link) = &page.next_link else { return Ok(None) };
    let problem = match link.parse::<Uri>().map(|uri| (Host::of(&uri), uri.path_and_query().map(|path| path.to_string()))) {
        Ok((Ok(linked), Some(target))) if linked == *host && target != request.target => {
            return Ok(Some(PreparedRequest { target, ..request }));
        }
        Ok((Ok(linked), _)) if linked == *host => NextLinkProblem::SamePage,
        Ok((Ok(linked), _)) => NextLinkProblem::OtherHost(redactor(&page.source.token).line(&linked.to_string(), 300)),
        _ => NextLinkProblem::NotAUrl,
    };
    let (request, request_id) = (page.source.request.clone(), page.source.request_id.clone());
    Err(Error::NextLink(Box::new(NextLinkError { request, request_id, problem })))
}
