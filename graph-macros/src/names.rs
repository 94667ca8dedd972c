//! Names of the service from names of Rust, and back.

/// `pending_count` to `pendingCount`.
pub(crate) fn camel_case(snake: &str) -> String {
    let mut words = snake.split('_').filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &upper_first(word))
}

/// `deviceConfigurationId` to `DeviceConfigurationId`.
pub(crate) fn upper_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// `NotApplicable` to `notApplicable`.
pub(crate) fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// `identityCertificateForClientAuthentication`, `macOSWiredNetwork` or `windows81Vpn` to words joined by `_`, lower case.
pub(crate) fn snake_case(camel: &str) -> String {
    let chars: Vec<char> = camel.chars().collect();
    let mut snake = String::new();
    for (index, &char) in chars.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| chars.get(before));
        let after = chars.get(index + 1);
        let starts_word = char.is_uppercase()
            && before.is_some_and(|before| !before.is_uppercase() || after.is_some_and(|after| after.is_lowercase()));
        if starts_word && !snake.ends_with('_') && !snake.is_empty() {
            snake.push('_');
        }
        if char.is_alphanumeric() {
            snake.extend(char.to_lowercase());
        } else if !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
    }
    snake.trim_end_matches('_').to_owned()
}

/// Whether the word names something as it is. `gen` has been a keyword since edition 2024, and syn does not know.
pub(crate) fn is_identifier(word: &str) -> bool {
    word != "gen" && syn::parse_str::<syn::Ident>(word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_services_own_spelling() {
        assert_eq!(camel_case("not_applicable_platform_count"), "notApplicablePlatformCount");
        assert_eq!(snake_case("rootCertificatesForServerValidation"), "root_certificates_for_server_validation");
        assert_eq!(snake_case("macOSWiredNetworkConfiguration"), "mac_os_wired_network_configuration");
        assert_eq!(snake_case("windows81TrustedRootCertificateId"), "windows81_trusted_root_certificate_id");
        assert_eq!(upper_first("windows81TrustedRootCertificateId"), "Windows81TrustedRootCertificateId");
        assert_eq!(lower_first("NonCompliant"), "nonCompliant");
    }
}
