//! The query option `$search`.

use std::fmt;
use std::ops::Not;

use super::property_kinds::TextProperty;
use super::property_path::PropertyPath;

/// A `$search` expression: the service returns only the entities that match it.
///
/// [`from`](Self::from) puts a text in quotes. [`property`](Self::property) also puts the name of the property inside the quotes:
/// `"displayName:video"`. Directory objects need these quotes. [`raw`](Self::raw) adds none.
///
/// Source: [`$search`](https://learn.microsoft.com/graph/search-query-parameter).
///
/// ```
/// use graph_core::query::Search;
/// use graph_core::{GraphEntity, property};
///
/// #[derive(Clone, Debug, GraphEntity)]
/// #[graph(odata_type = "microsoft.graph.group")]
/// struct Group {
///     #[graph(key)]
///     id: String,
///     display_name: Option<String>,
///     description: Option<String>,
/// }
///
/// let video = Search::property(&property!(Group, display_name), "video");
/// let search = video.or(Search::property(&property!(Group, description), "film"));
/// assert_eq!(search.to_string(), r#""displayName:video" OR "description:film""#);
/// assert_eq!(Search::from("two words").to_string(), r#""two words""#);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Search {
    text: String,
    /// Whether the text joins two expressions, so that it needs parentheses inside another expression.
    is_compound: bool,
}

impl Search {
    /// Searches for `words` in one property.
    pub fn property<E, V: TextProperty>(property: &PropertyPath<E, V>, words: &str) -> Self {
        Self::phrase(&format!("{property}:{words}"))
    }

    /// Creates an expression from its text as the API page writes it, quotes included, not percent-encoded.
    pub fn raw(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_compound: true }
    }

    fn phrase(phrase: &str) -> Self {
        Self { text: format!("\"{}\"", phrase.replace('\\', "\\\\").replace('"', "\\\"")), is_compound: false }
    }

    /// Requires that this expression and `other` match.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.join("AND", other)
    }

    /// Requires that this expression or `other` matches, or both.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.join("OR", other)
    }

    #[inline]
    fn join(self, operator: &str, other: Self) -> Self {
        Self { text: format!("{} {operator} {}", self.operand(), other.operand()), is_compound: true }
    }

    fn operand(self) -> String {
        if self.is_compound { format!("({})", self.text) } else { self.text }
    }
}

impl Not for Search {
    type Output = Self;

    fn not(self) -> Self {
        Self { text: format!("NOT {}", self.operand()), is_compound: true }
    }
}

impl From<&str> for Search {
    fn from(phrase: &str) -> Self {
        Self::phrase(phrase)
    }
}

impl From<String> for Search {
    fn from(phrase: String) -> Self {
        Self::phrase(&phrase)
    }
}

impl fmt::Display for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Search").field(&self.text).finish()
    }
}
