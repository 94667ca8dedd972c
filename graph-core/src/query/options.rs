//! The query options of a request: `$select`, `$expand`, `$filter`, `$top`, `$id`.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The characters that are percent-encoded in the value of a query option: all except letters, digits, and the characters that
/// [RFC 3986 §3.4](https://www.rfc-editor.org/rfc/rfc3986#section-3.4) allows in a query and that do not separate options.
const OPTION: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b',').remove(b'(').remove(b')').remove(b'\'');

/// The query options of one request, before encoding.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    pub(crate) select: Vec<&'static str>,
    pub(crate) expand: Vec<&'static str>,
    pub(crate) filter: Option<String>,
    pub(crate) top: Option<u32>,
    /// The value of `$id`: the URL of the entity that a `DELETE …/$ref` request unlinks from the collection.
    pub(crate) id: Option<String>,
    /// Names and values of options that OData does not define.
    pub(crate) others: Vec<(String, String)>,
}

impl fmt::Display for Query {
    /// Writes `?` and the percent-encoded options, such as `?$select=id,name&$top=5`, or nothing if there are no options.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |names: &[&str]| (!names.is_empty()).then(|| names.join(","));
        let options = [
            ("$filter", self.filter.clone()),
            ("$expand", list(&self.expand)),
            ("$select", list(&self.select)),
            ("$top", self.top.map(|top| top.to_string())),
            ("$id", self.id.clone()),
        ];
        let given = options.into_iter().filter_map(|(name, value)| Some((Cow::Borrowed(name), Cow::Owned(value?))));
        let others = self.others.iter().map(|(name, value)| (utf8_percent_encode(name, OPTION).into(), Cow::from(value)));
        given
            .chain(others)
            .zip(std::iter::once('?').chain(std::iter::repeat('&')))
            .try_for_each(|((name, value), separator)| write!(f, "{separator}{name}={}", utf8_percent_encode(&value, OPTION)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_joined_and_encoded() {
        let mut query = Query::default();
        assert_eq!(query.to_string(), "");
        query.top = Some(5);
        assert_eq!(query.to_string(), "?$top=5");
        query.others = vec![("a&b".into(), "c=d#?/ä".into())];
        assert_eq!(query.to_string(), "?$top=5&a%26b=c%3Dd%23%3F%2F%C3%A4");
        query.others.clear();
        query.select = vec!["id", "name"];
        query.expand = vec!["a"];
        query.filter = Some("name eq 'R&D #1 + ä?'".into());
        assert_eq!(query.to_string(), "?$filter=name%20eq%20'R%26D%20%231%20%2B%20%C3%A4%3F'&$expand=a&$select=id,name&$top=5");
    }
}
