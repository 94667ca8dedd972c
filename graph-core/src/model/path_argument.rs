//! The arguments of a path: ids, texts in quotes, values without quotes, and paths of several segments.

use percent_encoding::percent_encode_byte;

use super::id::{GraphId, Id};
use super::item_path::ItemPath;
use super::path_value::PathValue;

/// A type that an argument of a path's constructor can have: an id type, `&str` (written in quotes), a [`PathValue`] or an [`ItemPath`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an id type",
    label = "a placeholder of this name needs an id type",
    note = "an id type is declared with `graph_ids! {{ pub UserId; }}`, and `{{userId}}` then takes a `&UserId`"
)]
pub trait PathArgument {
    /// Returns the argument's text and the way in which it is written.
    #[doc(hidden)]
    fn argument(&self) -> Argument<'_>;
}

/// The text of a [`PathArgument`] before percent-encoding.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Argument<'a> {
    /// The key of an entity: one segment, or in quotes between parentheses, as in `users('a1')`.
    Id(&'a Id),
    /// A text between the quotes of the template.
    Text(&'a str),
    /// A value for a placeholder that has no quotes in the template.
    Value(&'a Value),
    /// The path of a file or folder: one or more segments.
    Path(&'a ItemPath),
}

impl Argument<'_> {
    /// Returns the number of bytes of the text.
    pub(super) fn len(self) -> usize {
        match self {
            Self::Id(id) => id.as_str().len(),
            Self::Text(text) => text.len(),
            Self::Value(value) => value.0.len(),
            Self::Path(item) => item.as_str().len(),
        }
    }
}

impl<T: GraphId> PathArgument for T {
    fn argument(&self) -> Argument<'_> {
        Argument::Id(self.as_id())
    }
}

#[diagnostic::do_not_recommend]
impl PathArgument for &str {
    fn argument(&self) -> Argument<'_> {
        Argument::Text(self)
    }
}

#[diagnostic::do_not_recommend]
impl PathArgument for ItemPath {
    fn argument(&self) -> Argument<'_> {
        Argument::Path(self)
    }
}

#[diagnostic::do_not_recommend]
impl PathArgument for Value {
    fn argument(&self) -> Argument<'_> {
        Argument::Value(self)
    }
}

/// A [`PathValue`] as it is written in a path, before percent-encoding: `3`, `2026-01-31` or `'a,b'`.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Value(String);

impl Value {
    /// Writes a value as an argument.
    pub fn new(value: &impl PathValue) -> Self {
        Self(value.to_path())
    }

    /// Returns a text as an argument. It gets quotes if it is empty or contains a character other than letters, digits and `-_.~`.
    pub(crate) fn text(text: &str) -> Self {
        match !text.is_empty() && text.bytes().all(is_unreserved) {
            true => Self(text.to_owned()),
            false => Self(format!("'{}'", text.replace('\'', "''"))),
        }
    }

    pub(crate) fn into_string(self) -> String {
        self.0
    }
}

/// Appends an argument to the text of a path, percent-encoded. `before` is the template's text before the placeholder.
pub(super) fn write(path: &mut String, before: &str, argument: Argument<'_>) {
    match argument {
        Argument::Id(id) if before.as_bytes().last() == Some(&b'(') => {
            path.push('\'');
            encode_quoted(path, id.as_str());
            path.push('\'');
        }
        Argument::Id(id) => encode(path, id.as_str()),
        Argument::Text(text) => encode_quoted(path, text),
        Argument::Value(value) => encode(path, &value.0),
        Argument::Path(item) => {
            for (index, segment) in item.segments().enumerate() {
                if index > 0 {
                    path.push('/');
                }
                encode(path, segment);
            }
        }
    }
}

/// Appends a text, percent-encoded as a segment.
fn encode(path: &mut String, text: &str) {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !is_unreserved(byte) {
            path.push_str(text.get(copied..at).unwrap_or_default());
            path.push_str(percent_encode_byte(byte));
            copied = at + 1;
        }
    }
    path.push_str(text.get(copied..).unwrap_or_default());
}

/// For each byte: whether the encoder leaves it unchanged in a `SEGMENT`. The look-up in this table takes a third of the instructions that
/// comparisons would take.
#[allow(clippy::indexing_slicing)] // evaluated by the compiler only
const UNRESERVED: [bool; 256] = {
    let mut unreserved = [false; 256];
    let mut byte = 0;
    while byte < unreserved.len() {
        unreserved[byte] = matches!(byte as u8, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~');
        byte += 1;
    }
    unreserved
};

fn is_unreserved(byte: u8) -> bool {
    UNRESERVED.get(usize::from(byte)).is_some_and(|unreserved| *unreserved)
}

/// Appends a text between quotes, with each quote doubled
/// ([OData 4.01 ABNF, `SQUOTE-in-string`](https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt)).
fn encode_quoted(path: &mut String, text: &str) {
    for (index, part) in text.split('\'').enumerate() {
        if index > 0 {
            path.push_str("%27%27");
        }
        encode(path, part);
    }
}

#[cfg(test)]
mod tests {
    use super::super::id::SEGMENT;
    use super::*;

    #[test]
    fn the_bytes_that_need_no_encoding_are_those_of_the_set() {
        for byte in 0..=u8::MAX {
            let encoded = percent_encoding::percent_encode(std::slice::from_ref(&byte), SEGMENT).to_string();
            assert_eq!(is_unreserved(byte), encoded.len() == 1, "{byte}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_text_is_encoded_as_the_library_encodes_it(text in "[a-c' /%é€😀\u{0}-\u{1f}.~-]{0,12}") {
            let (mut segment, mut quoted) = (String::from("/"), String::from("/"));
            encode(&mut segment, &text);
            encode_quoted(&mut quoted, &text);
            let encoded = |text: &str| format!("/{}", percent_encoding::utf8_percent_encode(text, SEGMENT));
            proptest::prop_assert_eq!(segment, encoded(&text));
            proptest::prop_assert_eq!(quoted, encoded(&text.replace('\'', "''")));
        }
    }
}
