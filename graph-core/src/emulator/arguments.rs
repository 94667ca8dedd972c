//! Parses the arguments of a function in a URL.

use super::check::{Mismatch, accept, find};
use super::reply::Rejection;
use crate::model::descriptor::{Edm, Property, StructuredType};
use crate::model::json::{Additional, Json};

/// Splits a decoded segment such as `getCounts(period='D7')` into its name and its arguments, each with its name and its literal. Returns
/// `None` if the segment has another form. A segment without parentheses has no arguments.
pub(super) fn split_call(segment: &str) -> Option<(&str, Vec<(&str, &str)>)> {
    let Some((name, rest)) = segment.split_once('(') else { return Some((segment, Vec::new())) };
    let mut inner = rest.strip_suffix(')')?;
    let mut arguments = Vec::new();
    while !inner.is_empty() {
        let (argument, rest) = split_at_comma(inner);
        let (name, literal) = argument.split_once('=').filter(|(name, _)| is_identifier(name.trim())).unwrap_or(("", argument));
        arguments.push((name.trim(), literal.trim()));
        inner = rest;
    }
    Some((name, arguments))
}

/// Splits at the first comma outside of quotes. A doubled quote inside of quotes closes and opens them, so it needs no rule of its own.
fn split_at_comma(text: &str) -> (&str, &str) {
    let mut is_quoted = false;
    for (at, char) in text.char_indices() {
        match char {
            '\'' => is_quoted = !is_quoted,
            ',' if !is_quoted => return (text.get(..at).unwrap_or(text), text.get(at + 1..).unwrap_or_default()),
            _ => {}
        }
    }
    (text, "")
}

fn is_identifier(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|char| char.is_alphanumeric() || char == '_')
}

/// Reads the arguments of a function as JSON. `query` has the parameter aliases, such as `@ids`.
///
/// # Errors
/// 400 for an unknown name and for a literal that does not fit the parameter.
pub(super) fn read_arguments(
    declared: &StructuredType,
    arguments: &[(&str, &str)],
    query: &[(String, String)],
) -> Result<Additional, Rejection> {
    let mut read = Additional::new();
    for (position, (name, literal)) in arguments.iter().enumerate() {
        // An argument without a name is the only one.
        let property = if name.is_empty() { declared.properties.get(position) } else { find(declared, name) };
        let Some(property) = property else { return Err(unknown(name)) };
        let literal = match literal.strip_prefix('@') {
            None => literal,
            Some(_) => match query.iter().find(|(alias, _)| alias == literal) {
                Some((_, value)) => value.as_str(),
                None => return Err(Rejection::bad_request(format!("The query has no parameter alias '{literal}'."))),
            },
        };
        let value = value(property, literal).and_then(|value| accept(&property.ty, value));
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

/// Reads a literal ([OData ABNF, `primitiveLiteral`, `arrayOrObject`][abnf]) as the JSON of the parameter's type.
///
/// [abnf]: https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt
fn value(property: &Property, literal: &str) -> Result<Json, Mismatch> {
    let unfit = || Mismatch::new(format!("the literal {literal:?} does not fit the type"));
    if literal == "null" {
        return Ok(Json::Null);
    }
    if literal.starts_with(['[', '{']) {
        return crate::model::duplicate_keys::parse(literal.as_bytes()).map_err(|error| Mismatch::new(error.to_string()));
    }
    let (prefix, quoted) = match literal.split_once('\'') {
        Some((prefix, rest)) => (prefix, Some(rest.strip_suffix('\'').ok_or_else(unfit)?.replace("''", "'"))),
        None => ("", None),
    };
    match (property.ty.edm, quoted) {
        (Edm::String | Edm::Enum(_) | Edm::Stream, None) => Err(Mismatch::new(format!("write '{literal}' in quotes"))),
        (Edm::Duration, Some(text)) if matches!(prefix, "duration" | "") => Ok(text.into()),
        (Edm::Binary, Some(text)) if matches!(prefix, "binary" | "") => Ok(text.replace('-', "+").replace('_', "/").into()),
        (Edm::Enum(_), Some(text)) => Ok(text.into()),
        (Edm::String | Edm::Untyped | Edm::Stream, Some(text)) if prefix.is_empty() => Ok(text.into()),
        // Documented templates have quotes around some dates.
        (Edm::DateTimeOffset | Edm::Date | Edm::TimeOfDay | Edm::Guid, Some(text)) if prefix.is_empty() => Ok(text.into()),
        (Edm::DateTimeOffset | Edm::Date | Edm::TimeOfDay | Edm::Guid | Edm::Duration, None) => Ok(literal.into()),
        (Edm::Double | Edm::Single, None) if matches!(literal, "INF" | "-INF" | "NaN") => Ok(literal.into()),
        (_, Some(_)) => Err(unfit()),
        (_, None) => serde_json::from_str(literal).map_err(|_| unfit()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_split_at_commas_outside_of_quotes() {
        let split = |text| split_call(text).unwrap();
        assert_eq!(split("f"), ("f", vec![]));
        assert_eq!(split("f()"), ("f", vec![]));
        assert_eq!(split("f(a='x,''y)',b=3)"), ("f", vec![("a", "'x,''y)'"), ("b", "3")]));
        assert_eq!(split("range('a=b')"), ("range", vec![("", "'a=b'")]));
        assert!(split_call("f(a").is_none() && split_call("f(a)b").is_none());
    }
}
