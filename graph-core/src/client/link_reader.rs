//! Reads the link to the next page, and the link to later changes, from the members of a page.

use crate::model::decoded::TextError;
use crate::model::duplicate_keys::parse;
use crate::model::json::Json;
use crate::model::json_text::Name;
use crate::model::read_error::{Problem, ReadError};

/// A link of a page, as the service wrote it.
#[derive(Debug)]
pub(super) struct LinkText {
    pub(super) url: String,
    /// The page's context URL (`@odata.context`). If the link is a relative URL, it is relative to this one.
    pub(super) context: Option<String>,
}

/// A malformed link of a page.
#[derive(Debug)]
pub(super) struct MalformedLink<'a> {
    /// The name of the malformed member, such as `@odata.nextLink`, or an empty string if the name itself is malformed.
    pub(super) name: &'static str,
    pub(super) error: TextError,
    pub(super) text: &'a [u8],
}

/// The links of a page. Each is `None` if the page does not have it.
#[derive(Debug)]
pub(super) struct Links<'a> {
    /// The link to the next page.
    pub(super) next: Result<Option<LinkText>, MalformedLink<'a>>,
    /// The link to later changes, which only the last page of a delta has.
    pub(super) delta: Result<Option<LinkText>, MalformedLink<'a>>,
}

/// Collects the members of a page that form its links: `@odata.nextLink`, `@odata.deltaLink` and `@odata.context`. OData 4.01 also allows
/// `@nextLink`, `@deltaLink` and `@context`, without the prefix `odata.`.
///
/// Source: [OData JSON 4.01 §4.6](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html).
#[derive(Debug, Default)]
pub(super) struct LinkReader<'a> {
    next: OneLink<'a>,
    delta: OneLink<'a>,
    context: Option<String>,
}

/// The values of the two members that can contain one link, such as `@odata.nextLink` and `@nextLink`.
#[derive(Debug, Default)]
struct OneLink<'a> {
    /// The value of the member with `odata.` in its name, then the value of the member without it. `None`: the page has no such member;
    /// `Some(None)`: its value is null.
    values: [Option<Option<String>>; 2],
    malformed: Option<MalformedLink<'a>>,
}

const NEXT: [&str; 2] = ["@odata.nextLink", "@nextLink"];
const DELTA: [&str; 2] = ["@odata.deltaLink", "@deltaLink"];

impl<'a> LinkReader<'a> {
    /// Reads one member of the page. Ignores a member that is neither a link nor the context URL.
    #[inline]
    pub(super) fn read(&mut self, name: Name<'a>, text: &'a [u8]) {
        let name = match name {
            Ok(name) => name,
            // The member with the malformed name may be the link to the next page.
            Err(error) => {
                self.next.malformed = Some(MalformedLink { name: "", error: error.into(), text });
                return;
            }
        };
        if self.next.read(NEXT, &name, text) || self.delta.read(DELTA, &name, text) {
            return;
        }
        if matches!(&*name, "@odata.context" | "@context") {
            self.context = serde_json::from_slice(text).ok().or(self.context.take());
        }
    }

    /// Returns the links of the page.
    #[inline]
    pub(super) fn finish(self) -> Links<'a> {
        let Self { next, delta, mut context } = self;
        Links { next: next.finish(&mut context), delta: delta.finish(&mut context) }
    }
}

impl<'a> OneLink<'a> {
    /// Reads one member of the page. Returns whether the member is one of the two spellings of this link.
    #[inline]
    fn read(&mut self, spellings: [&'static str; 2], name: &str, text: &'a [u8]) -> bool {
        let Some((name, slot)) = spellings.into_iter().zip(&mut self.values).find(|(known, _)| *known == name) else {
            return false;
        };
        let link = if slot.is_some() { Err(ReadError::new(Problem::Duplicate).into()) } else { read_link(text) };
        match link {
            Ok(link) => *slot = Some(link),
            Err(error) => self.malformed = Some(MalformedLink { name, error, text }),
        }
        true
    }

    /// Returns the link, and moves the context URL out of `context` into it. If the page has both links, the second one gets no context
    /// URL; only a malformed page has both.
    #[inline]
    fn finish(self, context: &mut Option<String>) -> Result<Option<LinkText>, MalformedLink<'a>> {
        match self.malformed {
            Some(malformed) => Err(malformed),
            None => {
                let url = self.values.into_iter().flatten().flatten().next();
                Ok(url.map(|url| LinkText { url, context: context.take() }))
            }
        }
    }
}

#[inline]
fn read_link(text: &[u8]) -> Result<Option<String>, TextError> {
    match parse(text)? {
        Json::String(link) => Ok(Some(link)),
        Json::Null => Ok(None),
        other => Err(ReadError::wrong_kind("a URL", &other).into()),
    }
}
