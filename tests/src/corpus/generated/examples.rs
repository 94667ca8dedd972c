//! Part of the generated crates: reads the pages' examples from the corpus folder, which is the first argument.

use std::process::ExitCode;

/// The example request and response of a page.
pub struct Example {
    pub response: String,
}

pub fn run(pages: &[(usize, fn(&Example) -> Result<String, String>)]) -> ExitCode {
    let folder = std::env::args().nth(1).expect("the corpus folder is the argument");
    let text = std::fs::read_to_string(format!("{folder}/pages.jsonl")).expect("the corpus folder has pages.jsonl");
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let (mut passed, mut bytes) = (0, 0);
    for (index, exercise) in pages {
        let page: serde_json::Value = serde_json::from_str(lines[*index]).expect("a line is a page");
        let response = page["response"]["body"].as_str().unwrap_or_default().to_owned();
        match exercise(&Example { response }) {
            Ok(text) => {
                passed += 1;
                bytes += text.len();
            }
            Err(error) => println!("{}: {error}", page["page"]),
        }
    }
    println!("{passed} of {} entities, {bytes} bytes", pages.len());
    ExitCode::from(u8::from(passed < pages.len()))
}
