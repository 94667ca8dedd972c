//! Converts the service's names to Rust names, and back.
//!
//! A field or variant needs `#[graph(rename = …)]` if [`property_name`] or [`member_name`] converts its Rust name to another name than the
//! service's.

use crate::syntax::case::{camel_case, lower_first, pascal_case, snake_case, upper_first};
use crate::syntax::identifier::identifier;

/// Returns the JSON name of the property that a Rust field declares: the field's name in camelCase.
///
/// ```
/// use graph_schema::name::property_name;
///
/// assert_eq!(property_name("last_update_date_time"), "lastUpdateDateTime");
/// assert_eq!(property_name("r#type"), "type");
/// ```
pub fn property_name(field: &str) -> String {
    camel_case(field.strip_prefix("r#").unwrap_or(field))
}

/// Returns the JSON name of the enumeration member that a Rust variant declares: the variant's name with its first letter in lower case.
///
/// ```
/// assert_eq!(graph_schema::name::member_name("NotApplicable"), "notApplicable");
/// ```
pub fn member_name(variant: &str) -> String {
    lower_first(variant)
}

/// The Rust name of a field or variant, made from a name of the service.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RustName {
    /// The Rust identifier.
    pub ident: String,
    /// Whether the field or variant needs `#[graph(rename = …)]`, because the identifier does not convert back to the service's name.
    pub rename: bool,
}

/// Returns the name of the Rust field that declares a property.
///
/// ```
/// use graph_schema::name::field;
///
/// assert_eq!((field("osVersion").ident.as_str(), field("osVersion").rename), ("os_version", false));
/// assert_eq!((field("azureADDeviceId").ident.as_str(), field("azureADDeviceId").rename), ("azure_ad_device_id", true));
/// ```
pub fn field(property: &str) -> RustName {
    let ident = rust_identifier(&snake_case(property));
    let rename = property_name(&ident) != property;
    RustName { ident, rename }
}

/// Returns the name of the Rust variant that declares a member of an enumeration. Two members may get the same variant name.
///
/// ```
/// use graph_schema::name::variant;
///
/// assert_eq!((variant("notApplicable").ident.as_str(), variant("notApplicable").rename), ("NotApplicable", false));
/// assert_eq!((variant("remote_Control").ident.as_str(), variant("remote_Control").rename), ("RemoteControl", true));
/// assert_eq!((variant("v10_2H20").ident.as_str(), variant("v10_2H20").rename), ("V10_2H20", false));
/// ```
pub fn variant(member: &str) -> RustName {
    let raised = upper_first(member);
    let chars: Vec<char> = raised.chars().collect();
    // rustc's lint `non_camel_case_types` accepts a `_` in a variant's name only between digits.
    let plain = chars.iter().enumerate().all(|(at, c)| {
        let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
        c.is_ascii_alphanumeric() || *c == '_' && at > 0 && digit(at - 1) && digit(at + 1)
    });
    let ident = rust_identifier(&if plain { raised } else { pascal_case(member) });
    let rename = member_name(&ident) != member;
    RustName { ident, rename }
}

/// Returns a valid Rust type name for a name in PascalCase.
///
/// ```
/// assert_eq!(graph_schema::name::type_name("A²"), "A_");
/// ```
pub fn type_name(pascal: &str) -> String {
    rust_identifier(pascal)
}

/// Converts a word to a Rust identifier. Replaces each character that Rust does not allow in an identifier, or that Rust would normalize,
/// by `_`.
fn rust_identifier(word: &str) -> String {
    identifier(&word.replace(|c: char| !is_identifier_letter(c), "_"))
}

/// Returns whether a Rust identifier may contain the character unchanged. Beyond ASCII, only letters of some common scripts are accepted:
/// they are all in `XID_Continue`, and Unicode normalization does not change them.
fn is_identifier_letter(c: char) -> bool {
    let is_common = matches!(c,
        '\u{c0}'..='\u{24f}' | '\u{391}'..='\u{3c9}' | '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
    c.is_ascii_alphanumeric() || c == '_' || is_common && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    // Case D4
    #[test]
    fn characters_that_rust_does_not_have_in_identifiers_are_replaced() {
        assert_eq!((field("a²").ident.as_str(), field("a²").rename), ("a_", true));
        assert_eq!(variant("a\u{2460}").ident, "A_");
        assert_eq!((field("größe").ident.as_str(), field("größe").rename), ("größe", false));
    }
}
