//! Paths of files and folders, such as `Reports/2026/May.xlsx`, as an argument of a path.

use std::fmt;

use super::id::checked_text;

/// The path of a file or folder below a drive or a site, such as `Reports/2026/May.xlsx`. Each segment is percent-encoded when a URL is
/// built from it.
///
/// In a template, the placeholder of such a path follows a segment that ends in `:`, as in `/drives/{driveId}/root:/{itemPath}:/content`.
///
/// ```
/// use graph_core::model::{ItemPath, ItemPathError};
///
/// let path = ItemPath::new("Reports/50 % done.xlsx")?;
/// assert_eq!(path.as_str(), "Reports/50 % done.xlsx");
/// assert_eq!(ItemPath::new("Reports/../Secrets"), Err(ItemPathError::DotSegment));
/// # Ok::<(), ItemPathError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemPath(String);

/// The reason why a text is not a valid [`ItemPath`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ItemPathError {
    /// The text is empty, begins or ends with `/`, or contains `//`.
    EmptySegment,
    /// A segment is `.` or `..`: the path would lead to another item
    /// ([RFC 3986 §5.2.4](https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4)).
    DotSegment,
    /// The text contains a control character, such as a line break.
    ControlCharacter {
        /// The offset of the control character in the text, in bytes.
        at: usize,
    },
}

impl fmt::Display for ItemPathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptySegment => f.write_str("an item path cannot have an empty segment: write it like `Reports/May.xlsx`"),
            Self::DotSegment => f.write_str("an item path cannot contain `.` or `..`: write the path that it leads to"),
            Self::ControlCharacter { at } => write!(f, "an item path cannot contain a control character (at byte {at})"),
        }
    }
}

impl std::error::Error for ItemPathError {}

impl ItemPath {
    /// Creates a path from segments with `/` between them. All characters except control characters are allowed, even `%` and `:`, because
    /// segments are percent-encoded in URLs.
    ///
    /// # Errors
    /// Fails if a segment is empty, `.` or `..`, or contains a control character.
    pub fn new(text: impl Into<String>) -> Result<Self, ItemPathError> {
        let text = text.into();
        if let Some(at) = text.find(char::is_control) {
            return Err(ItemPathError::ControlCharacter { at });
        }
        for segment in text.split('/') {
            match segment {
                "" => return Err(ItemPathError::EmptySegment),
                "." | ".." => return Err(ItemPathError::DotSegment),
                _ => {}
            }
        }
        Ok(Self(text))
    }

    /// Returns the path, not percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the segments, not percent-encoded. There is at least one.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }
}

checked_text!(ItemPath, ItemPathError);
