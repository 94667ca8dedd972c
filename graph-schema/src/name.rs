//! How names of the service and of Rust become each other.
//!
//! A declaration needs `rename` exactly where [`property_name`] or [`member_name`] does not give the service's name back.

const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum", "extern",
    "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override",
    "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that cannot be raw identifiers.
const PATH_KEYWORDS: &[&str] = &["_", "crate", "self", "super", "Self"];

/// The property that a field stands for: camelCase.
///
/// ```
/// use graph_schema::name::property_name;
///
/// assert_eq!(property_name("last_update_date_time"), "lastUpdateDateTime");
/// assert_eq!(property_name("windows10_version"), "windows10Version");
/// assert_eq!(property_name("r#type"), "type");
/// ```
pub fn property_name(field: &str) -> String {
    let mut words = field.strip_prefix("r#").unwrap_or(field).split('_').filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &capitalised(word))
}

/// The member of an enumeration that a variant stands for: its first letter lowered.
///
/// ```
/// assert_eq!(graph_schema::name::member_name("NotApplicable"), "notApplicable");
/// ```
pub fn member_name(variant: &str) -> String {
    with_first(variant, char::to_lowercase)
}

/// A field for a property, as a word: it gives the property back unless that has acronyms or the like.
///
/// ```
/// use graph_schema::name::snake_case;
///
/// assert_eq!(snake_case("lastUpdateDateTime"), "last_update_date_time");
/// assert_eq!(snake_case("azureADDeviceId"), "azure_ad_device_id");
/// ```
pub fn snake_case(name: &str) -> String {
    words(name).join("_").to_lowercase()
}

/// A Rust type or variant for a name: its words with their first letters raised.
///
/// ```
/// use graph_schema::name::pascal_case;
///
/// assert_eq!(pascal_case("complianceStatus"), "ComplianceStatus");
/// assert_eq!(pascal_case("remote_Control_Software"), "RemoteControlSoftware");
/// ```
pub fn pascal_case(name: &str) -> String {
    pascal(name).collect()
}

/// Whether [`pascal_case`] makes `rust` of the name; for a comparison with many names.
pub(crate) fn is_pascal_case_of(rust: &str, name: &str) -> bool {
    pascal(name).eq(rust.chars())
}

fn pascal(name: &str) -> impl Iterator<Item = char> {
    name.split(|c: char| !c.is_alphanumeric()).flat_map(|word| first_changed(word, char::to_uppercase))
}

/// A Rust name for a name of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name in Rust.
    pub ident: String,
    /// It does not give the service's name back, so the declaration needs `rename`.
    pub rename: bool,
}

/// The field for a property.
///
/// ```
/// use graph_schema::name::field;
///
/// assert_eq!((field("osVersion").ident.as_str(), field("osVersion").rename), ("os_version", false));
/// assert_eq!((field("azureADDeviceId").ident.as_str(), field("azureADDeviceId").rename), ("azure_ad_device_id", true));
/// ```
pub fn field(property: &str) -> Named {
    let ident = identifier(&snake_case(property));
    let rename = property_name(&ident) != property;
    Named { ident, rename }
}

/// The variant for a member of an enumeration. Two members may get the same one.
///
/// ```
/// use graph_schema::name::variant;
///
/// assert_eq!((variant("notApplicable").ident.as_str(), variant("notApplicable").rename), ("NotApplicable", false));
/// assert_eq!((variant("remote_Control").ident.as_str(), variant("remote_Control").rename), ("RemoteControl", true));
/// assert_eq!((variant("v10_2H20").ident.as_str(), variant("v10_2H20").rename), ("V10_2H20", false));
/// ```
pub fn variant(member: &str) -> Named {
    let raised = capitalised(member);
    let chars: Vec<char> = raised.chars().collect();
    // The compiler's own rule: a `_` is part of a variant's name only between digits.
    let plain = chars.iter().enumerate().all(|(at, c)| {
        let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
        c.is_ascii_alphanumeric() || *c == '_' && at > 0 && digit(at - 1) && digit(at + 1)
    });
    let ident = identifier(&if plain { raised } else { pascal_case(member) });
    let rename = member_name(&ident) != member;
    Named { ident, rename }
}

/// The word as an identifier: keywords become raw, and what cannot be an identifier gets a `_`.
///
/// ```
/// use graph_schema::name::identifier;
///
/// assert_eq!(identifier("type"), "r#type");
/// assert_eq!(identifier("self"), "self_");
/// assert_eq!(identifier("2fa"), "_2fa");
/// ```
pub fn identifier(word: &str) -> String {
    if KEYWORDS.binary_search(&word).is_ok() {
        format!("r#{word}")
    } else if PATH_KEYWORDS.contains(&word) {
        format!("{word}_")
    } else if word.is_empty() {
        "__".to_owned()
    } else if word.starts_with(|c: char| !c.is_alphabetic() && c != '_') {
        format!("_{word}")
    } else {
        word.to_owned()
    }
}

/// The type of a placeholder's argument: `{fooId}` takes a `FooId`. `None` where the placeholder is not of letters and digits, the
/// first one small.
///
/// ```
/// assert_eq!(graph_schema::name::id_type("deviceConfigurationId").as_deref(), Some("DeviceConfigurationId"));
/// assert_eq!(graph_schema::name::id_type("id | userPrincipalName"), None);
/// ```
pub fn id_type(placeholder: &str) -> Option<String> {
    let word = placeholder.starts_with(|c: char| c.is_ascii_lowercase());
    let word = word && placeholder.chars().all(|c| c.is_ascii_alphanumeric());
    word.then(|| capitalised(placeholder)).filter(|name| name != "Self")
}

/// The name of the constructor that a path template gets where the declaration gives none.
///
/// It is made of the literal segments after the first placeholder, casts without their namespace; where there is none, of the last
/// one before it; without a placeholder, of all. A keyword gets a `_`.
///
/// ```
/// use graph_schema::name::constructor;
///
/// assert_eq!(constructor("/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverview"), "user_status_overview");
/// assert_eq!(constructor("/deviceManagement/deviceManagementScripts/{deviceManagementScriptId}"), "device_management_scripts");
/// assert_eq!(constructor("/a/{aId}/microsoft.graph.b/c"), "b_c");
/// ```
pub fn constructor(template: &str) -> String {
    let segments: Vec<&str> = template.split('/').filter(|segment| !segment.is_empty()).collect();
    let placeholder = segments.iter().position(|segment| segment.starts_with('{'));
    let (before, after) = segments.split_at(placeholder.unwrap_or(0));
    let literal = |segment: &&&str| !segment.starts_with('{');
    let mut named: Vec<&str> = after.iter().filter(literal).copied().collect();
    if named.is_empty() {
        named = before.iter().rfind(literal).into_iter().copied().collect();
    }
    let words = named.iter().map(|segment| snake_case(segment.rsplit('.').next().unwrap_or_default()));
    let name = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_");
    if KEYWORDS.binary_search(&name.as_str()).is_ok() || PATH_KEYWORDS.contains(&name.as_str()) { name + "_" } else { name }
}

fn capitalised(word: &str) -> String {
    with_first(word, char::to_uppercase)
}

fn with_first<I: Iterator<Item = char>>(word: &str, change: impl Fn(char) -> I) -> String {
    first_changed(word, change).collect()
}

fn first_changed<I: Iterator<Item = char>>(word: &str, change: impl Fn(char) -> I) -> impl Iterator<Item = char> {
    let mut chars = word.chars();
    chars.next().into_iter().flat_map(change).chain(chars)
}

/// Split before each upper-case letter that follows a lower-case one or a digit, or that ends an acronym, and at anything else
/// than letters and digits.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut chars = name.chars().peekable();
    let mut last = ' ';
    while let Some(c) = chars.next() {
        let ends_acronym = last.is_uppercase() && chars.peek().is_some_and(|next| next.is_lowercase());
        let begins = c.is_uppercase() && (last.is_lowercase() || last.is_numeric() || ends_acronym);
        if begins || !c.is_alphanumeric() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.push(c);
        }
        last = c;
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_sorted_for_the_search() {
        assert!(KEYWORDS.is_sorted());
    }

    #[test]
    fn names_that_survive_and_names_that_do_not() {
        for name in ["id", "osVersion", "sha256Hash", "windows10XVersion", "eTag", "isM365Enabled", "type"] {
            assert_eq!(property_name(&snake_case(name)), name);
        }
        for name in ["azureADDeviceId", "v10_2H20", "iOSVersion", "UPN", "a-b"] {
            assert_ne!(property_name(&snake_case(name)), name);
        }
    }

    #[test]
    fn a_digit_ends_no_word() {
        assert_eq!(snake_case("windows81TrustedRoot"), "windows81_trusted_root");
        assert_eq!(snake_case("ipV4Address"), "ip_v4_address");
    }

    #[test]
    fn constructors_without_a_placeholder_take_every_segment() {
        assert_eq!(constructor("/deviceManagement/settings"), "device_management_settings");
        assert_eq!(constructor("/deviceAppManagement"), "device_app_management");
    }
}
