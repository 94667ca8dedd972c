//! Writes the arguments of a function into the path of its request.

use percent_encoding::utf8_percent_encode;

use crate::model::descriptor::Edm;
use crate::model::id::SEGMENT;
use crate::model::value_ref::{DynStructured, ValueRef};
use crate::model::write::{WriteMode, value_json};

/// Returns the path and the query of a function's request: `path` with an argument in place of each placeholder.
///
/// The name before `=` selects the field, or the placeholder itself if there is none. The type of the field decides how the argument is
/// written, so that a missing quote in the documentation does no harm. A collection or an object is written as JSON in a parameter alias:
/// `path` can only contain primitive literals
/// ([OData ABNF, `functionParameter`](https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt)).
pub(super) fn fill_arguments(path: &str, operation: &dyn DynStructured) -> String {
    let (mut filled, mut aliases) = (String::with_capacity(path.len() + 32), String::new());
    let mut rest = path;
    // The constructor of the path has percent-encoded every brace in an id.
    while let Some((before, (placeholder, after))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        let quoted = before.strip_suffix('\'').filter(|_| after.starts_with('\''));
        let (before, after) = quoted.map_or((before, after), |before| (before, after.strip_prefix('\'').unwrap_or(after)));
        filled.push_str(before);
        let named = parameter_name(before);
        let name = named.unwrap_or(placeholder);
        // An argument without a name is the only one, and a page may call its placeholder as it likes.
        let at = operation.declaration().position(name, 0).or(if named.is_none() { Some(0) } else { None });
        match argument(operation, at, quoted.is_some()) {
            Argument::Literal(literal) => filled.push_str(&literal),
            Argument::Alias(json) => {
                let separator = if aliases.is_empty() { '?' } else { '&' };
                filled.extend(["@", name]);
                aliases.push(separator);
                aliases.extend(["@", name, "="]);
                aliases.extend(utf8_percent_encode(&json, SEGMENT));
            }
        }
        rest = after;
    }
    filled + rest + &aliases
}

/// Returns the name of the parameter whose value follows `before`: `period` after `/getCounts(period=`.
fn parameter_name(before: &str) -> Option<&str> {
    before.strip_suffix('=')?.rsplit(['(', ',']).next().filter(|name| !name.is_empty())
}

/// An argument as a request writes it.
enum Argument {
    /// A percent-encoded literal, with its quotes.
    Literal(String),
    /// JSON, which a parameter alias holds.
    Alias(String),
}

/// Returns the value of the parameter at this index as an argument. `quoted`: the template has quotes around it.
fn argument(operation: &dyn DynStructured, index: Option<usize>, quoted: bool) -> Argument {
    let declared = operation.declaration();
    let Some((index, property)) = index.and_then(|index| Some((index, declared.properties.get(index)?))) else {
        return Argument::Literal("null".to_owned());
    };
    let text = |text: &str, quotes: &str| {
        let close = if quotes.is_empty() { "" } else { "'" };
        Argument::Literal(format!("{quotes}{}{close}", utf8_percent_encode(&text.replace('\'', "''"), SEGMENT)))
    };
    match operation.property(index) {
        ValueRef::Null => Argument::Literal("null".to_owned()),
        ValueRef::Text(value) => match property.ty.edm {
            Edm::Duration => text(&value, "duration'"),
            // `binaryValue` of the ABNF is the base64 of URLs.
            Edm::Binary => text(&value.replace('+', "-").replace('/', "_"), "binary'"),
            Edm::DateTimeOffset | Edm::Date | Edm::TimeOfDay | Edm::Guid if !quoted => text(&value, ""),
            _ => text(&value, "'"),
        },
        value => match value_json(&value, WriteMode::CREATE) {
            json if json.is_array() || json.is_object() => Argument::Alias(json.to_string()),
            // Text inside of `Json`, and the doubles that JSON has no number for, such as `INF`.
            json => match (json.as_str(), property.ty.edm) {
                (Some(special), Edm::Double | Edm::Single) => text(special, ""),
                (Some(value), _) => text(value, "'"),
                (None, _) => text(&json.to_string(), if quoted { "'" } else { "" }),
            },
        },
    }
}
