//! Texts with gaps, and texts that are nested deeply.

use super::{Open, Part, agree};

#[test]
fn both_ways_read_a_text_with_any_gap_alike() {
    let text = r##"{"@odata.type":"#microsoft.graph.part", "n":-10,"level":"low","parts":[{"n":1.5,"level":null}],"new":true}"##;
    for start in 0..text.len() {
        for end in start + 1..=text.len().min(start + 16) {
            let (before, after) = (&text[..start], &text[end..]);
            let _ = agree::<Part>(&format!("{before}{after}"));
            for new in ["\"", ":", ",", "}", " ", "0", "\\"] {
                let _ = agree::<Part>(&format!("{before}{new}{after}"));
            }
        }
    }
}

#[test]
fn a_deep_or_long_text_is_read_alike() {
    for depth in [15, 16, 17, 126, 127, 128, 129, 100_000] {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        let parts = r#"{"n":1,"parts":["#.repeat(depth) + "]}".repeat(depth).as_str();
        for name in ["json", "new", "texts", "id"] {
            let _ = agree::<Open>(&format!(r#"{{"id":"a","{name}":{open}{close}}}"#));
            let _ = agree::<Open>(&format!(r#"{{"id":"a","{name}":{open}"#));
        }
        let _ = agree::<Part>(&parts);
    }
}
