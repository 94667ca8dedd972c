//! The query options of a request, such as `$select` and `$filter`, and the query options of an expanded property.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::expand::Expand;
use super::filter::Filter;
use super::order_by::IntoOrder;
use super::property_name::{IntoPropertyNames, PropertyName};

/// The characters that are percent-encoded in the value of a query option: all except letters, digits, and the characters that
/// [RFC 3986 §3.4](https://www.rfc-editor.org/rfc/rfc3986#section-3.4) allows in a query and that do not separate options.
const OPTION: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b',').remove(b'(').remove(b')').remove(b'\'');

/// The query options of one request or of one expanded property, before encoding.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    pub(crate) select: Vec<Cow<'static, str>>,
    pub(crate) expand: Vec<String>,
    pub(crate) filter: Option<String>,
    pub(crate) order_by: Vec<String>,
    pub(crate) search: Option<String>,
    pub(crate) count: bool,
    pub(crate) skip: Option<u32>,
    pub(crate) top: Option<u32>,
    /// The value of `$levels`, which only an expanded property can have.
    pub(crate) levels: Option<String>,
    /// The value of `$id`: the URL of the entity that a `DELETE …/$ref` request unlinks from the collection.
    pub(crate) id: Option<String>,
    /// Names and values of options that OData does not define.
    pub(crate) others: Vec<(String, String)>,
}

impl Query {
    /// Adds properties to `$select`.
    pub(crate) fn select<E>(&mut self, properties: impl IntoPropertyNames<E>) {
        self.select.extend(properties.into_property_names().map(PropertyName::into_text));
    }

    /// Adds a condition to `$filter`: the earlier conditions must hold, too.
    pub(crate) fn filter<E>(&mut self, filter: &Filter<E>) {
        self.filter = Some(match self.filter.take() {
            Some(earlier) => format!("({earlier}) and ({filter})"),
            None => filter.to_string(),
        });
    }

    /// Adds items to `$orderby`.
    pub(crate) fn order_by<E>(&mut self, properties: impl IntoOrder<E>) {
        self.order_by.extend(properties.into_order().map(|property| property.to_string()));
    }

    /// Adds an item to `$expand`.
    pub(crate) fn expand<E, T>(&mut self, related: Expand<E, T>) {
        self.expand.push(related.to_string());
    }

    /// Calls `put` with the name and the value of each option that is given, until it fails.
    // Not an iterator of options: its adapters would be in the program of everybody who sends a request.
    fn each(&self, put: &mut dyn FnMut(&str, &str) -> fmt::Result) -> fmt::Result {
        let options = [
            ("$filter", self.filter.clone()),
            ("$search", self.search.clone()),
            ("$expand", list(&mut self.expand.iter().map(String::as_str))),
            ("$select", list(&mut self.select.iter().map(|name| &**name))),
            ("$orderby", list(&mut self.order_by.iter().map(String::as_str))),
            ("$count", self.count.then(|| "true".to_owned())),
            ("$skip", self.skip.map(|skip| skip.to_string())),
            ("$top", self.top.map(|top| top.to_string())),
            ("$levels", self.levels.clone()),
            ("$id", self.id.clone()),
        ];
        for (name, value) in &options {
            if let Some(value) = value {
                put(name, value)?;
            }
        }
        for (name, value) in &self.others {
            put(&utf8_percent_encode(name, OPTION).to_string(), value)?;
        }
        Ok(())
    }

    /// Returns the item of `$expand` for a property with these options, such as `members($select=id;$top=5)`. The options are not
    /// percent-encoded, since the value of `$expand` is encoded as a whole.
    #[inline]
    pub(super) fn item(&self, property: &str) -> String {
        let mut options = String::new();
        // Writing to a `String` does not fail.
        let _ = self.each(&mut |name, value| {
            options.push(if options.is_empty() { '(' } else { ';' });
            write!(options, "{name}={value}")
        });
        if options.is_empty() { property.to_owned() } else { format!("{property}{options})") }
    }
}

/// Joins the items with commas; `None` if there are none.
fn list(items: &mut dyn Iterator<Item = &str>) -> Option<String> {
    let mut list = items.next()?.to_owned();
    for item in items {
        list.push(',');
        list.push_str(item);
    }
    Some(list)
}

impl fmt::Display for Query {
    /// Writes `?` and the percent-encoded options, such as `?$select=id,name&$top=5`, or nothing if there are no options.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = '?';
        self.each(&mut |name, value| {
            write!(f, "{separator}{name}={}", utf8_percent_encode(value, OPTION))?;
            separator = '&';
            Ok(())
        })
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
        query.select = vec!["id".into(), "name".into()];
        query.expand = vec!["a".into()];
        query.filter = Some("name eq 'R&D #1 + ä?'".into());
        assert_eq!(query.to_string(), "?$filter=name%20eq%20'R%26D%20%231%20%2B%20%C3%A4%3F'&$expand=a&$select=id,name&$top=5");
    }
}
