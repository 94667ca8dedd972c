//! Pages of related entities: their size, and the links to their next pages.

use http::Request;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::context::origin;
use super::levels::Shown;
use super::settings::Settings;
use crate::model::descriptor::StructuredType;
use crate::model::id::SEGMENT;
use crate::model::json::{Additional, Json};
use crate::model::path::ApiVersion;

/// The maximum number of objects in a page, as in most of Graph's collections. If the request does not ask for a page size, a page has
/// `DEFAULT_PAGE` objects.
const MAX_PAGE: usize = 999;
const DEFAULT_PAGE: usize = 100;

impl Settings {
    /// Returns the number of objects in a page. `requested` is the number that the request asks for.
    pub(super) fn page_size(&self, requested: Option<usize>) -> usize {
        let (default, most) = self.page.map_or((DEFAULT_PAGE, MAX_PAGE), |page| (page, page));
        requested.unwrap_or(default).min(most).max(1)
    }
}

/// The URL of an object or a collection, for the next links of the collections inside it.
pub(super) struct Located<'s> {
    settings: &'s Settings,
    /// The URL of the object or collection. `None` if it has no URL: a part of a complex value, or an object without a key.
    url: Option<String>,
}

/// The part of a collection that one response shows.
pub(super) struct Range {
    pub(super) skip: usize,
    pub(super) size: usize,
    pub(super) next_link: Option<String>,
}

impl<'s> Located<'s> {
    /// Locates the object or collection with this path, in the version of the request.
    pub(super) fn new<B>(settings: &'s Settings, request: &Request<B>, version: ApiVersion, path: &[String]) -> Self {
        let origin = settings.next_links.clone().unwrap_or_else(|| origin(request.uri()));
        let root = Self { settings, url: Some(format!("{origin}/{version}")) };
        path.iter().fold(root, |parent, segment| parent.inside(segment))
    }

    /// Locates the property with this name, or the element with this key, inside this object or collection.
    pub(super) fn inside(&self, segment: &str) -> Self {
        let url = self.url.as_ref().map(|url| format!("{url}/{}", utf8_percent_encode(segment, SEGMENT)));
        Self { settings: self.settings, url }
    }

    /// Locates an element of this collection by its key.
    pub(super) fn element(&self, declared: &StructuredType, members: &Additional) -> Self {
        match key_of(declared, members) {
            Some(key) => self.inside(&key),
            None => self.nowhere(),
        }
    }

    /// Returns the URL; `None` for an object that has no URL.
    pub(super) fn into_url(self) -> Option<String> {
        self.url
    }

    /// Returns the location of an object without a URL.
    pub(super) fn nowhere(&self) -> Self {
        Self { settings: self.settings, url: None }
    }

    /// Returns the part of this collection that a response with these options shows. `count` is the number of elements in the collection.
    pub(super) fn range(&self, shown: Shown<'_>, count: usize) -> Range {
        let options = shown.options;
        let left = count.saturating_sub(options.skip);
        let limit = options.top.filter(|_| self.settings.top_limits_result);
        let wanted = left.min(limit.unwrap_or(left));
        let Some(url) = &self.url else {
            // A collection without a URL cannot have a next link, so `$top` is its only limit.
            return Range { skip: options.skip, size: wanted.min(options.top.unwrap_or(wanted)), next_link: None };
        };
        let size = wanted.min(self.settings.page_size(options.top));
        let next_link = (size < wanted).then(|| {
            let mut query: Vec<String> = shown
                .written()
                .iter()
                .filter_map(|(name, value)| {
                    let value = match (name.as_str(), limit) {
                        ("skip" | "count", _) => return None,
                        ("top", Some(limit)) => limit.saturating_sub(size).to_string(),
                        _ => utf8_percent_encode(value, NON_ALPHANUMERIC).to_string(),
                    };
                    Some(format!("${name}={value}"))
                })
                .collect();
            query.push(format!("$skip={}", options.skip.saturating_add(size)));
            format!("{url}?{}", query.join("&"))
        });
        Range { skip: options.skip, size, next_link }
    }
}

/// Returns the key of an object as text.
pub(super) fn key_of(declared: &StructuredType, members: &Additional) -> Option<String> {
    let key = declared.properties.iter().find(|property| property.key)?;
    match members.get(key.name)? {
        Json::String(text) => Some(text.clone()),
        Json::Null => None,
        other => Some(other.to_string()),
    }
}
