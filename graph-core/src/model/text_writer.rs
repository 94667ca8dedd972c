//! Writes JSON strings into text. Most have nothing to escape, and are copied at once.

/// Appends a JSON string to JSON text.
pub(super) fn write_text(text: &mut Vec<u8>, value: &str) -> Result<(), serde_json::Error> {
    if !is_plain(value) {
        return serde_json::to_writer(text, value);
    }
    text.reserve(value.len() + 2);
    text.push(b'"');
    text.extend_from_slice(value.as_bytes());
    text.push(b'"');
    Ok(())
}

/// Returns `true` if JSON writes the text without an escape.
fn is_plain(text: &str) -> bool {
    // Without an early return, the compiler compares many bytes at once.
    text.bytes().fold(true, |is_plain, byte| is_plain & (byte >= b' ') & (byte != b'"') & (byte != b'\\'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::write_text;

    fn check(value: &str) {
        let mut text = Vec::new();
        write_text(&mut text, value).unwrap();
        assert_eq!(String::from_utf8(text).unwrap(), serde_json::to_string(value).unwrap());
    }

    proptest! {
        #[test]
        fn any_text_is_written_as_serde_json_writes_it(value in any::<String>(), at in 0..40_usize) {
            check(&value);
            check(&format!("{:at$}\u{1f}{value}", ""));
        }
    }

    #[test]
    fn each_character_that_needs_an_escape_has_one() {
        (0..=0x100).filter_map(char::from_u32).for_each(|character| {
            check(&character.to_string());
            check(&format!("a long text before the character {character} and after it"));
        });
    }
}
