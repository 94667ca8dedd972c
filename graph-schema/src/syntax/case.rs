//! Converts between camelCase, PascalCase and snake_case.

/// Converts a snake_case name to camelCase, as the derives do to get a field's property name.
///
/// ```
/// use graph_schema::syntax::case::camel_case;
///
/// assert_eq!(camel_case("last_update_date_time"), "lastUpdateDateTime");
/// assert_eq!(camel_case("windows10_version"), "windows10Version");
/// ```
pub fn camel_case(snake: &str) -> String {
    let mut words = snake.split('_').filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &upper_first(word))
}

/// Converts a name to snake_case. [`camel_case`] converts it back, unless the name contains an acronym or a separator.
///
/// A new word begins at an upper-case letter after a lower-case letter or a digit, at the last letter of an acronym if a lower-case letter
/// follows, and after a character that is neither letter nor digit.
///
/// ```
/// use graph_schema::syntax::case::snake_case;
///
/// assert_eq!(snake_case("lastUpdateDateTime"), "last_update_date_time");
/// assert_eq!(snake_case("azureADDeviceId"), "azure_ad_device_id");
/// ```
pub fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    let mut chars = name.chars().peekable();
    let mut last = ' ';
    let mut begins = false;
    while let Some(c) = chars.next() {
        let ends_acronym = last.is_uppercase() && chars.peek().is_some_and(|next| next.is_lowercase());
        begins |= c.is_uppercase() && (!last.is_uppercase() || ends_acronym) || !c.is_alphanumeric();
        if c.is_alphanumeric() {
            if begins && !snake.is_empty() {
                snake.push('_');
            }
            snake.push(c);
            begins = false;
        }
        last = c;
    }
    snake.to_lowercase()
}

/// Converts a name to PascalCase: capitalizes each word and drops the separators.
///
/// ```
/// use graph_schema::syntax::case::pascal_case;
///
/// assert_eq!(pascal_case("complianceStatus"), "ComplianceStatus");
/// assert_eq!(pascal_case("remote_Control_Software"), "RemoteControlSoftware");
/// ```
#[cfg(feature = "schema")]
pub fn pascal_case(name: &str) -> String {
    pascal(name).collect()
}

/// Returns whether `rust` equals [`pascal_case`]`(name)`, without allocating.
#[cfg(feature = "schema")]
pub fn is_pascal_case_of(rust: &str, name: &str) -> bool {
    pascal(name).eq(rust.chars())
}

/// Converts the first letter to upper case: `deviceConfigurationId` becomes `DeviceConfigurationId`.
pub fn upper_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().to_string() + chars.as_str())
}

/// Converts the first letter to lower case: `NotApplicable` becomes `notApplicable`.
pub fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().to_string() + chars.as_str())
}

#[cfg(feature = "schema")]
fn pascal(name: &str) -> impl Iterator<Item = char> {
    name.split(|c: char| !c.is_alphanumeric()).flat_map(with_first_raised)
}

#[cfg(feature = "schema")]
fn with_first_raised(word: &str) -> impl Iterator<Item = char> {
    let mut chars = word.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snake_case_and_camel_case_are_inverse_unless_there_are_acronyms() {
        for name in ["id", "osVersion", "sha256Hash", "windows10XVersion", "eTag", "isM365Enabled", "type"] {
            assert_eq!(camel_case(&snake_case(name)), name);
        }
        for name in ["azureADDeviceId", "v10_2H20", "iOSVersion", "UPN", "a-b"] {
            assert_ne!(camel_case(&snake_case(name)), name);
        }
    }

    #[test]
    fn names_follow_the_spelling_of_the_service() {
        assert_eq!(camel_case("not_applicable_platform_count"), "notApplicablePlatformCount");
        assert_eq!(snake_case("rootCertificatesForServerValidation"), "root_certificates_for_server_validation");
        assert_eq!(upper_first("windows81TrustedRootCertificateId"), "Windows81TrustedRootCertificateId");
        assert_eq!(lower_first("NonCompliant"), "nonCompliant");
    }

    #[test]
    fn a_digit_does_not_end_a_word() {
        assert_eq!(snake_case("windows81TrustedRootCertificateId"), "windows81_trusted_root_certificate_id");
        assert_eq!(snake_case("ipV4Address"), "ip_v4_address");
        assert_eq!(snake_case("macOSWiredNetworkConfiguration"), "mac_os_wired_network_configuration");
    }
}
