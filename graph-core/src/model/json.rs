//! The JSON types that the whole crate uses.

/// Any JSON value; objects keep the order of their keys.
///
/// A number keeps all its digits: `12345678901234567890.10` is written as it was read, and only the exponent is normalised, from `1E5` to
/// `1e+5`. Without the feature `exact-numbers`, which is on by default, a fraction and an integer above 64 bits become an `f64` with about
/// 16 digits.
pub type Json = serde_json::Value;

/// The undeclared properties and the annotations of an object, in the order in which they arrived: the type of a `#[graph(additional)]`
/// field.
///
/// An annotation has a name with `@`, such as `@odata.id` or `members@odata.nextLink`. Only these members are left out: `@odata.type`, which
/// the library checks and writes, `@odata.etag` if the type has an `#[graph(etag)]` field, and the declared properties and annotations.
///
/// With the feature `exact-numbers`, every number keeps all its digits.
///
/// Undeclared properties are written back. Annotations are not: serialization, `diff`, and setters that take a whole value leave them out.
/// A patch contains only the annotations that `set_additional` sets, such as `members@odata.bind`. If a member has the name of a declared
/// property, only the declared property is written. A type without an `additional` field leaves out all undeclared members.
///
/// ```
/// use graph_core::{Additional, GraphEntity};
///
/// #[derive(Clone, Debug, GraphEntity)]
/// #[graph(odata_type = "microsoft.graph.group")]
/// struct Group {
///     #[graph(key)]
///     id: String,
///     display_name: Option<String>,
///     #[graph(additional)]
///     additional: Additional,
/// }
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let patch = Group::patch().display_name("All staff").set_additional("theme", "Teal");
/// let body = r##"{"@odata.type":"#microsoft.graph.group","displayName":"All staff","theme":"Teal"}"##;
/// assert_eq!(serde_json::to_string(&patch)?, body);
/// # Ok(())
/// # }
/// ```
pub type Additional = serde_json::Map<String, Json>;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Json;
    use crate::model::duplicate_keys::parse_any;

    const REPEATED: &str =
        r#"{"a":1,"c":[1.50,-0,12345678901234567890123,"x\u0041",null,true],"a":{"b":[],"b":{"d":-1e400}},"e":{}}"#;

    fn is_parsed_as_by_serde_json(text: &str) {
        let expected = serde_json::from_slice::<Json>(text.as_bytes()).map(|json| json.to_string());
        let parsed = parse_any(text.as_bytes()).map(|json| json.to_string());
        assert_eq!(parsed.ok(), expected.ok(), "{text}");
    }

    #[test]
    fn the_last_value_of_a_repeated_key_counts() {
        let parsed = parse_any(br#"{"a":1,"b":2,"a":3}"#).unwrap();
        assert_eq!(parsed.to_string(), r#"{"a":3,"b":2}"#);
        is_parsed_as_by_serde_json(REPEATED);
    }

    proptest! {
        #[test]
        fn any_text_is_parsed_as_by_serde_json(at in 0..110_usize, cut in 0..9_usize, new in "[\\PC{}\\[\\]\",:0-9]{0,9}") {
            let mut chars: Vec<char> = REPEATED.chars().collect();
            let start = at.min(chars.len());
            let end = (start + cut).min(chars.len());
            chars.splice(start..end, new.chars());
            is_parsed_as_by_serde_json(&chars.into_iter().collect::<String>());
        }
    }
}
