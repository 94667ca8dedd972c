//! Parses the arguments of a function in a URL.

use std::borrow::Cow;

use super::check::{Mismatch, accept, find};
use super::reply::Rejection;
use super::url::CallArgument;
use crate::model::descriptor::{Edm, Property, StructuredType};
use crate::model::duplicate_keys::parse;
use crate::model::json::{Additional, Json};

/// Reads the arguments of a function call as JSON. `query` contains the values of parameter aliases, such as `@ids`.
///
/// # Errors
/// 400 for an unknown name and for a literal that does not fit the parameter's type.
pub(super) fn read_arguments(
    declared: &StructuredType,
    arguments: &[CallArgument],
    query: &[(String, String)],
) -> Result<Additional, Rejection> {
    let mut read = Additional::new();
    for (position, argument) in arguments.iter().enumerate() {
        // An argument without a name, as in `f('a')`, is the value of the parameter at its position.
        let property = match &argument.name {
            Some(name) => find(declared, name).ok_or_else(|| unknown(name))?,
            None => declared.properties.get(position).ok_or_else(|| unknown(&argument.value))?,
        };
        let literal = match argument.value.strip_prefix('@') {
            Some(_) if !argument.quoted => match query.iter().find(|(alias, _)| *alias == argument.value) {
                Some((_, value)) => Literal::parse(value),
                None => {
                    let message = format!("The query has no parameter alias '{}'.", argument.value);
                    return Err(Rejection::bad_request(message));
                }
            },
            _ if argument.quoted => Literal { prefix: "", text: Cow::Borrowed(&argument.value), quoted: true },
            _ => Literal::parse(&argument.value),
        };
        let value = literal.read(property).and_then(|value| accept(&property.ty, value));
        let value = value.map_err(|mismatch| Rejection::bad_request(format!("The parameter '{}': {mismatch}", property.name)))?;
        if read.insert(property.name.into(), value).is_some() {
            return Err(Rejection::bad_request(format!("The parameter '{}' is given twice.", property.name)));
        }
    }
    Ok(read)
}

/// Returns the rejection for a parameter that an operation does not declare, in Graph's words.
pub(super) fn unknown(name: &str) -> Rejection {
    Rejection::bad_request(format!("The parameter '{name}' is not a parameter of the operation."))
}

/// A literal in a URL ([OData ABNF, `primitiveLiteral`, `arrayOrObject`][abnf]).
///
/// [abnf]: https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt
struct Literal<'a> {
    /// The text before the quotes, such as `duration`.
    prefix: &'a str,
    /// The text between the quotes, in which each doubled quote has become one quote; the whole literal if it has no quotes.
    text: Cow<'a, str>,
    quoted: bool,
}

impl<'a> Literal<'a> {
    fn parse(literal: &'a str) -> Self {
        let is_json = literal.starts_with(['[', '{']);
        match literal.strip_suffix('\'').and_then(|rest| rest.split_once('\'')).filter(|_| !is_json) {
            Some((prefix, text)) => Self { prefix, text: text.replace("''", "'").into(), quoted: true },
            None => Self { prefix: "", text: literal.into(), quoted: false },
        }
    }

    /// Reads the literal as a JSON value of the parameter's type.
    fn read(&self, property: &Property) -> Result<Json, Mismatch> {
        let Self { prefix, quoted, .. } = *self;
        let text = &*self.text;
        let unfit = || Mismatch::new(format!("the literal {text:?} does not fit the type"));
        match (property.ty.edm, quoted) {
            (_, false) if text == "null" => Ok(Json::Null),
            (_, false) if text.starts_with(['[', '{']) => {
                parse(text.as_bytes()).map_err(|error| Mismatch::new(error.to_string()))
            }
            (Edm::String | Edm::Enum(_) | Edm::Stream, false) => Err(Mismatch::new(format!("write '{text}' in quotes"))),
            (Edm::Enum(_), true) => Ok(text.into()),
            (Edm::Duration, true) if prefix == "duration" => Ok(text.into()),
            (Edm::Binary, true) if matches!(prefix, "binary" | "") => Ok(text.replace('-', "+").replace('_', "/").into()),
            (_, true) if !prefix.is_empty() => Err(unfit()),
            (Edm::String | Edm::Untyped | Edm::Stream | Edm::Duration, true) => Ok(text.into()),
            // Some path templates in Graph's documentation have quotes around dates, so dates are accepted with and without quotes.
            (Edm::DateTimeOffset | Edm::Date | Edm::TimeOfDay | Edm::Guid, _) | (Edm::Duration, false) => Ok(text.into()),
            (Edm::Double | Edm::Single, false) if matches!(text, "INF" | "-INF" | "NaN") => Ok(text.into()),
            (_, true) => Err(unfit()),
            (_, false) => serde_json::from_str(text).map_err(|_| unfit()),
        }
    }
}
