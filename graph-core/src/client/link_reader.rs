//! Reads the link to the next page from the members of a page.

use crate::model::decoded::TextError;
use crate::model::duplicate_keys::parse;
use crate::model::json::Json;
use crate::model::json_text::Name;
use crate::model::read_error::{Problem, ReadError};

/// The link to the next page.
#[derive(Debug)]
pub(super) struct NextLink {
    pub(super) url: String,
    /// The page's context URL (`@odata.context`). If the link is a relative URL, it is relative to this one.
    pub(super) context: Option<String>,
}

/// A malformed link to the next page.
#[derive(Debug)]
pub(super) struct MalformedLink<'a> {
    /// The name of the malformed member, such as `@odata.nextLink`, or an empty string if the name itself is malformed.
    pub(super) name: &'static str,
    pub(super) error: TextError,
    pub(super) text: &'a [u8],
}

/// Collects the members of a page that form the link to the next page: `@odata.nextLink` and `@odata.context`. OData 4.01 also allows
/// `@nextLink` and `@context`, without the prefix `odata.`.
///
/// Source: [OData JSON 4.01 §4.6](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html).
#[derive(Debug, Default)]
pub(super) struct LinkReader<'a> {
    /// The values of `@odata.nextLink` and `@nextLink`, in this order. `None`: the page has no such member; `Some(None)`: its value is
    /// null.
    links: [Option<Option<String>>; 2],
    context: Option<String>,
    malformed: Option<MalformedLink<'a>>,
}

const NAMES: [&str; 2] = ["@odata.nextLink", "@nextLink"];

impl<'a> LinkReader<'a> {
    /// Reads one member of the page. Ignores it if it is not part of the link.
    pub(super) fn read(&mut self, name: Name<'a>, text: &'a [u8]) {
        let name = match name {
            Ok(name) => name,
            // The member with the malformed name may be the link.
            Err(error) => {
                self.malformed = Some(MalformedLink { name: "", error: error.into(), text });
                return;
            }
        };
        if let Some((name, slot)) = NAMES.into_iter().zip(&mut self.links).find(|(known, _)| *known == name) {
            let is_repeated = slot.is_some();
            match read_link(text) {
                _ if is_repeated => {
                    self.malformed = Some(MalformedLink { name, error: ReadError::new(Problem::Duplicate).into(), text });
                }
                Ok(link) => *slot = Some(link),
                Err(error) => self.malformed = Some(MalformedLink { name, error, text }),
            }
        } else if matches!(&*name, "@odata.context" | "@context") {
            self.context = serde_json::from_slice(text).ok().or(self.context.take());
        }
    }

    /// Returns the link, or `None` if the page has no link.
    pub(super) fn finish(self) -> Result<Option<NextLink>, MalformedLink<'a>> {
        let Self { links, context, malformed } = self;
        match malformed {
            Some(malformed) => Err(malformed),
            None => Ok(links.into_iter().flatten().flatten().next().map(|url| NextLink { url, context })),
        }
    }
}

fn read_link(text: &[u8]) -> Result<Option<String>, TextError> {
    match parse(text)? {
        Json::String(link) => Ok(Some(link)),
        Json::Null => Ok(None),
        other => Err(ReadError::wrong_kind("a URL", &other).into()),
    }
}
