//! Compares the name of a field with the name of a property.

/// Returns whether a field may be the one that declares the property `name`: the two names are equal without `_` and without regard to
/// case. A raw identifier, such as `r#type`, counts without `r#`.
///
/// ```
/// use graph_schema::syntax::field::is_field_of;
///
/// assert!(is_field_of("azure_ad_device_id", "azureADDeviceId"));
/// assert!(is_field_of("r#type", "type"));
/// assert!(!is_field_of("kind", "type"));
/// ```
pub const fn is_field_of(field: &str, name: &str) -> bool {
    let (mut field, mut name) = (field.as_bytes(), name.as_bytes());
    if let [b'r', b'#', rest @ ..] = field {
        field = rest;
    }
    loop {
        match (field, name) {
            ([b'_', rest @ ..], _) => field = rest,
            (_, [b'_', rest @ ..]) => name = rest,
            ([a, rest @ ..], [b, others @ ..]) if a.eq_ignore_ascii_case(b) => (field, name) = (rest, others),
            _ => return field.is_empty() && name.is_empty(),
        }
    }
}
