//! Checks ids: for every text, the path keeps its number of segments, and decodes back to the text.

use graph_core::model::{Duration, Id, IdError};
use graph_core::{Binary, Date, DateTimeOffset, Guid, TimeOfDay};
use percent_encoding::percent_decode_str;

use crate::entities::{GadgetId, Thing, ThingId};

/// Runs one input: uses two texts as the ids of one path, and checks the path.
pub fn run(first: &str, second: &str) {
    for text in [first, second] {
        assert_eq!(Id::new(text).err(), refusal(text), "{text:?}");
        values(text);
    }
    if let (Ok(thing), Ok(gadget)) = (ThingId::new(first), GadgetId::new(second)) {
        let path = Thing::beta().gadgets_only(&thing, &gadget);
        assert!(path.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%/".contains(&byte)), "{path:?}");
        let segments: Vec<_> = path.as_str().split('/').collect();
        let [_, "things", first_segment, "gadgets", second_segment, "only"] = segments[..] else { panic!("{path:?}") };
        for (segment, text) in [(first_segment, first), (second_segment, second)] {
            assert_eq!(percent_decode_str(segment).decode_utf8().unwrap(), text);
            assert_eq!(Id::new(text).unwrap().encode().to_string(), segment);
        }
    }
}

fn refusal(text: &str) -> Option<IdError> {
    match text {
        "" => Some(IdError::Empty),
        "." | ".." => Some(IdError::DotSegment),
        _ => text.char_indices().find(|(_, letter)| letter.is_control()).map(|(at, _)| IdError::ControlCharacter { at }),
    }
}

/// Asserts that a text that parses as a value has one written form, which parses to the same value.
fn values(text: &str) {
    macro_rules! stable {
        ($($value:ty),*) => {$(
            if let Ok(value) = text.parse::<$value>() {
                let written = value.to_string();
                let read = written.parse::<$value>();
                assert!(read.as_ref().is_ok_and(|read| *read == value), "{text:?} as {written:?} as {read:?}");
                assert_eq!(read.unwrap().to_string(), written);
            }
        )*};
    }
    stable!(Binary, Date, DateTimeOffset, Duration, Guid, TimeOfDay);
}
