//! Response bodies that a reader with a quadratic algorithm would take minutes to read.

use super::answers;

/// Returns one body of about `size` bytes for each shape: deep nesting, long lists, long texts and numbers, and many members.
pub fn shapes(size: usize) -> Vec<String> {
    let different: Vec<String> = (0..size / 8).map(|number| format!("a{number}")).collect();
    let shapes: [(&str, &str, &str); 10] = [
        ("", "[", ""),
        ("", "{\"a\":", ""),
        ("{\"value\":[", "0,", "0]}"),
        ("{\"value\":[", "{},", "0]}"),
        ("{\"text\":\"", "\\u00e4", "\"}"),
        ("{\"single\":0.", "1", "}"),
        ("{\"double\":1", "9", "e-999999999}"),
        ("{\"sides\":\"", "left,", "\"}"),
        ("{\"error\":{\"details\":[", "{\"code\":\"a\"},", "0]}}"),
        ("{\"bytes\":\"", "====", "\"}"),
    ];
    let mut bodies: Vec<String> =
        shapes.iter().map(|(start, piece, end)| [start, &*piece.repeat(size / piece.len()), end].concat()).collect();
    bodies.push(format!("{{\"{}\":0}}", different.join("\":0,\"")));
    bodies.push(format!("{{\"sides\":\"{}\"}}", different.join(",")));
    bodies
}

/// Answers a read, a patch, a list and a batch of the client with this body and status 200. Also answers a read with this body, status 400
/// and a long `request-id`.
pub fn answer(body: &str) {
    for kind in ["g", "p", "l", "b"] {
        answers::run(format!("{kind}1\n2\0200\n\n{body}").as_bytes());
    }
    answers::run(format!("g1\n2\0400\nrequest-id: {}\n\n{body}", "r".repeat(8000)).as_bytes());
}
