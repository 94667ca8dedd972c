//! Writes the arguments of a function into the path of its request.

use percent_encoding::utf8_percent_encode;

use crate::model::descriptor::Edm;
use crate::model::id::SEGMENT;
use crate::model::value_ref::{DynStructured, ValueRef};
use crate::model::write::{WriteMode, value_json};

/// Returns the path and the query of a function's request: `path` with an argument in place of each placeholder.
///
/// The name before `=` selects the field of `operation`: `period` in `(period='{period}')`. Without a name, the text of the placeholder
/// selects the field. The field's type decides whether the argument has quotes, even if the documented path lacks them.
///
/// A collection or an object is written as JSON in a parameter alias (`?@name=…`), because `path` can only contain primitive literals
/// ([OData ABNF, `functionParameter`](https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt)).
#[inline]
pub(super) fn fill_arguments(path: &str, operation: &dyn DynStructured) -> String {
    let (mut filled, mut aliases) = (String::with_capacity(path.len() + 32), String::new());
    let mut rest = path;
    // Each `{` begins a placeholder: the constructor of the path has percent-encoded the braces in ids.
    while let Some((before, (placeholder, after))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        let quoted = before.strip_suffix('\'').filter(|_| after.starts_with('\''));
        let (before, after) = quoted.map_or((before, after), |before| (before, after.strip_prefix('\'').unwrap_or(after)));
        filled.push_str(before);
        let named = parameter_name(before);
        let name = named.unwrap_or(placeholder);
        // An argument without a name is the function's only argument, so it is the value of the first field, whatever the placeholder says.
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

/// Returns the name of the parameter whose value follows the text `before`. For `/getCounts(period=` this is `period`.
#[inline]
fn parameter_name(before: &str) -> Option<&str> {
    before.strip_suffix('=')?.rsplit(['(', ',']).next().filter(|name| !name.is_empty())
}

/// The argument of a function in the form in which a request sends it.
enum Argument {
    /// A literal in the path: percent-encoded, and with quotes if its type needs them.
    Literal(String),
    /// The JSON text of a parameter alias, not percent-encoded yet.
    Alias(String),
}

/// Returns the argument for the field at `index` of `operation`, or `null` if `index` is `None`. `quoted` says whether the path has quotes
/// around the placeholder.
#[inline]
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
        ValueRef::Text(value) => match (value.to_str(), property.ty.edm) {
            (value, Edm::Duration) => text(&value, "duration'"),
            // `binaryValue` in the ABNF is URL-safe base64.
            (value, Edm::Binary) => text(&value.replace('+', "-").replace('/', "_"), "binary'"),
            (value, Edm::DateTimeOffset | Edm::Date | Edm::TimeOfDay | Edm::Guid) if !quoted => text(&value, ""),
            (value, _) => text(&value, "'"),
        },
        value => match value_json(&value, WriteMode::CREATE) {
            json if json.is_array() || json.is_object() => Argument::Alias(json.to_string()),
            // A JSON string is either the value of a field of the type `Json`, or a double that JSON cannot write as a number, such as
            // `INF`.
            json => match (json.as_str(), property.ty.edm) {
                (Some(special), Edm::Double | Edm::Single) => text(special, ""),
                (Some(value), _) => text(value, "'"),
                (None, _) => text(&json.to_string(), if quoted { "'" } else { "" }),
            },
        },
    }
}
