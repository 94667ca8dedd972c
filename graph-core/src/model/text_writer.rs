//! Writes JSON strings into text. Most have nothing to escape, and are copied at once.

/// Appends a JSON string to JSON text.
pub(super) fn write_text(text: &mut Vec<u8>, value: &str) -> Result<(), serde_json::Error> {
    if !is_plain(value.as_bytes()) {
        return serde_json::to_writer(text, value);
    }
    text.reserve(value.len() + 2);
    text.push(b'"');
    text.extend_from_slice(value.as_bytes());
    text.push(b'"');
    Ok(())
}

/// Ends an object or array: replaces the comma after its last member, if it has one.
pub(super) fn close(text: &mut Vec<u8>, end: u8) {
    match text.last_mut() {
        Some(comma) if *comma == b',' => *comma = end,
        _ => text.push(end),
    }
}

/// Returns `true` if JSON writes the text without an escape.
fn is_plain(text: &[u8]) -> bool {
    match text.last_chunk() {
        // The last word overlaps the word before it, so no byte is compared alone.
        Some(last) => is_plain_word(last) && text.as_chunks().0.iter().all(is_plain_word),
        None => text.iter().all(|byte| *byte >= b' ' && *byte != b'"' && *byte != b'\\'),
    }
}

/// Returns `true` if none of eight bytes is a control character, a quote or a backslash.
///
/// Compares the eight bytes at once: a byte that is less than another borrows from its highest bit, which was not set before.
const fn is_plain_word(word: &[u8; 8]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const fn less(word: u64, than: u8) -> u64 {
        word.wrapping_sub(ONES * than as u64) & !word
    }
    let word = u64::from_ne_bytes(*word);
    let (quote, backslash) = (word ^ (ONES * b'"' as u64), word ^ (ONES * b'\\' as u64));
    (less(word, b' ') | less(quote, 1) | less(backslash, 1)) & (ONES * 0x80) == 0
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
