//! Follows the link to the next page of a collection. Refuses a link to another host, which would receive the token.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use http::{Method, Uri};
use percent_encoding::percent_decode_str;

use super::link_reader::LinkText;
use super::options::RequestOptions;
use super::page::PageSource;
use super::prepared_request::PreparedRequest;
use super::relative_url::{has_scheme, resolve};
use crate::auth::host::Host;
use crate::error::{Error, NextLinkError, NextLinkProblem};

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
    fn insert(&mut self, target: &str) {
        self.hashes.insert(self.hash(target));
    }

    fn contains(&self, target: &str) -> bool {
        self.hashes.contains(&self.hash(target))
    }

    fn hash(&self, target: &str) -> u64 {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut options: Vec<_> = query.split('&').filter(|option| !option.is_empty()).map(query_option).collect();
        options.sort_unstable();
        self.state.hash_one((name(path), options))
    }
}

/// Returns the name and the value of a query option. The `$` of a name is optional in Microsoft Graph.
fn query_option(option: &str) -> (String, Cow<'_, [u8]>) {
    let (key, value) = option.split_once('=').unwrap_or((option, ""));
    let key = name(key);
    (key.strip_prefix('$').map(str::to_owned).unwrap_or(key), percent_decode_str(value).into())
}

/// Decodes a path or the name of a query option and converts it to lower case, so that two spellings of the same name become equal.
fn name(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().to_ascii_lowercase()
}

/// Returns the request for the page that `link` leads to. `request` is the request for the page that contains the link.
///
/// # Errors
/// [`Error::NextLink`] if the link leads to another host or to a page that was already read, or is not a URL.
pub(super) fn next_request(
    request: PreparedRequest,
    host: &Host,
    link: &LinkText,
    source: &PageSource,
    read: &mut PagesRead,
) -> Result<PreparedRequest, Error> {
    read.insert(&request.target);
    let link = absolute(&link.url, link.context.as_deref(), host, &request.target).unwrap_or_default();
    let problem = match target_on(host, &link, |linked| source.tokens.redactor().line(linked, 300)) {
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

/// Returns the request for the page that the next link of an expanded collection leads to.
///
/// The link must be an absolute URL or begin with `/`. Any other link is relative to the URL of the response that contained the collection,
/// and that URL is not known here. If the link leads to another host, the error does not contain the host's name: the name might contain
/// the token, and this function does not know the token to redact.
///
/// # Errors
/// [`Error::NextLink`] if the link leads to another host or has another form; [`Error::InvalidHeader`] for an invalid header in `options`.
pub(super) fn first_request(link: &str, host: &Host, options: RequestOptions) -> Result<PreparedRequest, Error> {
    let known = has_scheme(link) || link.starts_with('/');
    let link = if known { absolute(link, None, host, "/").unwrap_or_default() } else { Cow::default() };
    match target_on(host, &link, |_| "another host".to_owned()) {
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

pub(super) fn stored_target(link: &str, host: &Host) -> Result<String, NextLinkProblem> {
    target_on(host, link, |_| "another host".to_owned())
}

/// Returns the absolute URL of a link that `request` has read in a page.
pub(super) fn absolute_on(host: &Host, link: &LinkText, request: &str, source: &PageSource) -> Result<String, NextLinkProblem> {
    let link = absolute(&link.url, link.context.as_deref(), host, request).unwrap_or_default();
    let target = target_on(host, &link, |linked| source.tokens.redactor().line(linked, 300))?;
    Ok([host.as_str(), &target].concat())
}

/// Returns the path and query of a link to this host. If the link leads to another host, the error contains the text that `show` returns
/// for that host.
fn target_on(host: &Host, link: &str, show: impl FnOnce(&str) -> String) -> Result<String, NextLinkProblem> {
    match link.parse::<Uri>().map(|uri| (Host::of(&uri), uri.path_and_query().map(|path| path.to_string()))) {
        Ok((Ok(linked), Some(target))) if linked == *host => Ok(target),
        Ok((Ok(linked), _)) if linked != *host => Err(NextLinkProblem::OtherHost(show(&linked.to_string()))),
        _ => Err(NextLinkProblem::NotAUrl),
    }
}

/// Returns the absolute URL of a link in a page. A relative link is relative to the page's context URL, or else to the URL of the request.
///
/// Source: [OData JSON 4.01 §4.3](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html).
fn absolute<'a>(link: &'a str, context: Option<&str>, host: &Host, target: &str) -> Option<Cow<'a, str>> {
    if has_scheme(link) {
        return Some(Cow::Borrowed(link));
    }
    let base = resolve(&[host.as_str(), target].concat(), context.unwrap_or_default())?;
    // An empty link is not a link to the same page, but an error of the service.
    if link.is_empty() { None } else { resolve(&base, link).map(Cow::Owned) }
}
