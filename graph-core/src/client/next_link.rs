//! Follows the link to the next page of a collection. Refuses a link to another host, which would receive the token.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use http::{Method, Uri};
use percent_encoding::percent_decode_str;

use super::link_reader::LinkText;
use super::page::PageSource;
use super::prepared_request::PreparedRequest;
use super::relative_url::{has_scheme, resolve};
use crate::auth::host::{Host, HostError};
use crate::error::{Error, NextLinkError, NextLinkProblem};
use crate::model::path::ApiVersion;

/// The pages of a list that were already requested, as hashes of their URLs.
///
/// It keeps a hash of each page's path and query instead of the text, because a list may have millions of pages with long links. URLs that
/// differ only in the order or the encoding of their query options, or in the upper or lower case of names, count as the same page.
#[derive(Default)]
pub(super) struct PagesRead {
    hashes: HashSet<u64>,
    state: RandomState,
}

impl PagesRead {
    #[inline]
    fn insert(&mut self, target: &str) {
        self.hashes.insert(self.hash(target));
    }

    #[inline]
    fn contains(&self, target: &str) -> bool {
        self.hashes.contains(&self.hash(target))
    }

    #[inline]
    fn hash(&self, target: &str) -> u64 {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut options: Vec<_> = query.split('&').filter(|option| !option.is_empty()).map(query_option).collect();
        options.sort_unstable();
        self.state.hash_one((name(path), options))
    }
}

/// Returns the name and the value of a query option. The `$` of a name is optional in Microsoft Graph.
#[inline]
fn query_option(option: &str) -> (String, Cow<'_, [u8]>) {
    let (key, value) = option.split_once('=').unwrap_or((option, ""));
    let key = name(key);
    (key.strip_prefix('$').map(str::to_owned).unwrap_or(key), percent_decode_str(value).into())
}

/// Decodes a path or the name of a query option and converts it to lower case, so that two spellings of the same name become equal.
#[inline]
fn name(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().to_ascii_lowercase()
}

/// Returns the request for the page that `link` leads to. `request` is the request for the page that contains the link.
///
/// # Errors
/// [`Error::NextLink`] if the link leads to another host or to a page that was already read, or is not a URL.
#[inline]
pub(super) fn next_request(
    request: PreparedRequest,
    host: &Host,
    link: &LinkText,
    source: &PageSource,
    read: &mut PagesRead,
) -> Result<PreparedRequest, Error> {
    read.insert(&request.target);
    let problem = match target(link, host, &request, source) {
        // The first page may be the result of an action (`POST`). Further pages are requested with `GET`, like those of a list.
        Ok(target) if !read.contains(&target) => {
            return Ok(PreparedRequest { target, method: Method::GET, body: None, ..request });
        }
        Ok(_) => NextLinkProblem::RepeatedPage,
        Err(problem) => problem,
    };
    let (request, request_id) = (source.request.clone(), source.request_id.clone());
    Err(Error::NextLink(Box::new(NextLinkError { request, request_id, problem })))
}

/// Returns the path and query of a link in a page. `request` is the request for the page.
#[inline]
pub(super) fn target(
    link: &LinkText,
    host: &Host,
    request: &PreparedRequest,
    source: &PageSource,
) -> Result<String, NextLinkProblem> {
    let link = absolute(&link.url, link.context.as_deref(), host, &request.target).unwrap_or_default();
    target_on(host, &link, |linked| source.tokens.redactor().line(linked, 300))
}

/// Returns the path and query of the next link of an expanded collection.
///
/// The link must be an absolute URL or begin with `/`. Any other link is relative to the URL of the response that contained the collection,
/// and that URL is not known here.
#[inline]
pub(super) fn nested_target(link: &str, host: &Host) -> Result<String, NextLinkProblem> {
    let known = has_scheme(link) || link.starts_with('/');
    let link = if known { absolute(link, None, host, "/").unwrap_or_default() } else { Cow::default() };
    target_on(host, &link, another_host)
}

/// Returns the path and query of a link that the program stored: an absolute URL. Its path must begin with `version`, or with any version if
/// that is `None`.
#[inline]
pub(super) fn stored_target(link: &str, host: &Host, version: Option<ApiVersion>) -> Result<String, NextLinkProblem> {
    let target = target_on(host, link, another_host)?;
    let path = target.split('?').next().unwrap_or_default();
    let below = |known: ApiVersion| path.strip_prefix('/')?.strip_prefix(known.as_str())?.strip_prefix('/');
    let rest = match version {
        Some(version) => below(version),
        None => below(ApiVersion::V1).or_else(|| below(ApiVersion::Beta)),
    };
    // An HTTP client resolves dot segments, so `/v1.0/../beta` leads to beta.
    let is_dots = |segment: &str| matches!(&*segment.to_ascii_lowercase().replace("%2e", "."), "." | "..");
    let is_expected = rest.is_some_and(|rest| !rest.split(['/', '\\']).any(is_dots));
    if is_expected { Ok(target) } else { Err(NextLinkProblem::OtherVersion) }
}

/// Returns whether the query options in this link of a list ask for a count or a search.
#[inline]
pub(super) fn counts_or_searches(target: &str) -> bool {
    let (_path, query) = target.split_once('?').unwrap_or_default();
    let is_count = |name: &str, value: &[u8]| name == "count" && value.eq_ignore_ascii_case(b"true");
    query.split('&').map(query_option).any(|(name, value)| name == "search" || is_count(&name, &value))
}

/// Returns the error for a link that the client refuses to follow. `request` is the request that would have followed the link; it was not
/// sent.
pub(super) fn refused(request: &PreparedRequest, problem: NextLinkProblem) -> Error {
    Error::NextLink(Box::new(NextLinkError { request: request.info(), request_id: None, problem }))
}

/// Returns a text to show in place of the name of another host. The name itself might contain the token, and before the request is sent,
/// the client does not know which token to redact.
fn another_host(_: &str) -> String {
    "another host".to_owned()
}

/// Returns the path and query of a link to this host. If the link leads to another host, the error contains the text that `show` returns
/// for that host.
fn target_on(host: &Host, link: &str, show: impl FnOnce(&str) -> String) -> Result<String, NextLinkProblem> {
    let uri: Uri = link.parse().map_err(|_| NextLinkProblem::NotAUrl)?;
    match (Host::of(&uri), uri.path_and_query()) {
        (Ok(linked), _) if linked != *host => Err(NextLinkProblem::OtherHost(show(linked.as_str()))),
        (Ok(_), Some(target)) => Ok(target.to_string()),
        (Err(HostError::MoreThanAHost), _) => Err(NextLinkProblem::Credentials),
        _ => Err(NextLinkProblem::NotAUrl),
    }
}

/// Returns the absolute URL of a link in a page. A relative link is relative to the page's context URL, or else to the URL of the request.
///
/// Source: [OData JSON 4.01 §4.3](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html).
#[inline]
fn absolute<'a>(link: &'a str, context: Option<&str>, host: &Host, target: &str) -> Option<Cow<'a, str>> {
    if has_scheme(link) {
        return Some(Cow::Borrowed(link));
    }
    let base = resolve(&[host.as_str(), target].concat(), context.unwrap_or_default())?;
    // An empty link is not a link to the same page, but an error of the service.
    if link.is_empty() { None } else { resolve(&base, link).map(Cow::Owned) }
}

#[cfg(test)]
mod tests {
    use super::counts_or_searches;

    #[test]
    fn a_link_with_a_count_or_a_search_is_recognised() {
        for link in ["/v1.0/users?$count=true", "/v1.0/users?$top=5&$count=TRUE", "/v1.0/users?$search=%22name:a%22"] {
            assert!(counts_or_searches(link), "{link}");
        }
        for link in ["/v1.0/users", "/v1.0/users?$count=false", "/v1.0/users?$top=true", "/v1.0/users?$filter=search"] {
            assert!(!counts_or_searches(link), "{link}");
        }
    }
}
