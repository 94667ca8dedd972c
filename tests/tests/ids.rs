//! Tests hostile ids: for every id, the path keeps its number of segments, and the id can be decoded from the path again.

use graph_core::model::IdError;
use graph_intune::{DeviceConfigurationId, DeviceConfigurationUserStatus as UserStatus, DeviceConfigurationUserStatusId};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;

fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        any::<String>(),
        "[a-z0-9./%?#&'\"<> \\\\:;@=+~-]{0,12}",
        proptest::sample::select(vec![
            "..", ".", "", "../..", "%2e%2e", "%2F", "a/b", "a%00", "\u{202e}", "é", "\u{7f}", "?x=1", "#f", "//"
        ])
        .prop_map(String::from),
    ];
    pieces.boxed()
}

fn may_be_an_id(text: &str) -> bool {
    !text.is_empty() && text != "." && text != ".." && !text.contains(char::is_control)
}

proptest! {
    #[test]
    fn path_keeps_its_segments_and_decodes_back(first in hostile(), second in hostile()) {
        let (configuration, status) = (DeviceConfigurationId::new(first.as_str()), DeviceConfigurationUserStatusId::new(second.as_str()));
        prop_assert_eq!(configuration.is_ok(), may_be_an_id(&first));
        prop_assert_eq!(status.is_ok(), may_be_an_id(&second));
        if let (Ok(configuration), Ok(status)) = (configuration, status) {
            let path = UserStatus::beta().root_certificate(&configuration, &status);
            prop_assert!(path.as_str().is_ascii());
            prop_assert!(!path.as_str().contains(['?', '#', ' ', '"', '\\']));
            let segments: Vec<_> = path.as_str().split('/').collect();
            prop_assert_eq!(segments.len(), path.template().split('/').count());
            prop_assert_eq!(percent_decode_str(segments[3]).decode_utf8().unwrap(), first);
            prop_assert_eq!(percent_decode_str(segments[6]).decode_utf8().unwrap(), second);
        }
    }
}

#[test]
fn refused_ids_have_a_reason() {
    let refused = |text: &str| DeviceConfigurationId::new(text).unwrap_err();
    assert_eq!(refused(""), IdError::Empty);
    assert_eq!(refused("."), IdError::DotSegment);
    assert_eq!(refused(".."), IdError::DotSegment);
    assert_eq!(refused("ab\n"), IdError::ControlCharacter { at: 2 });
    assert_eq!(refused("..").to_string(), "an id cannot be `.` or `..`: the path would lead to another resource");
    assert!("a..b".parse::<DeviceConfigurationId>().is_ok());
}

#[test]
fn id_is_a_json_string_and_checked_when_read() {
    let id = DeviceConfigurationId::new("a/b").unwrap();
    assert_eq!(serde_json::to_string(&id).unwrap(), r#""a/b""#);
    assert_eq!(serde_json::from_str::<DeviceConfigurationId>(r#""a/b""#).unwrap(), id);
    let error = serde_json::from_str::<DeviceConfigurationId>(r#""..""#).unwrap_err().to_string();
    assert!(error.starts_with(&IdError::DotSegment.to_string()), "{error}");
}

#[test]
fn id_type_has_the_conversions_of_a_checked_text() {
    let id: DeviceConfigurationId = "a1b2".parse().unwrap();
    assert_eq!(DeviceConfigurationId::try_from(String::from("a1b2")), Ok(id.clone()));
    assert_eq!(DeviceConfigurationId::try_from(String::new()), Err(IdError::Empty));
    let text: &str = id.as_ref();
    assert_eq!((text, id.to_string()), ("a1b2", "a1b2".to_owned()));
}
