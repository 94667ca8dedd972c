//! Properties that hold for every input. The fuzz targets check them without a limit, the tests a limited number of times.

pub mod answers;
pub mod bodies;
pub mod ids;
mod laws;
pub mod schema;
mod script;

use std::path::Path;

/// Writes the inputs with which fuzzing starts into libFuzzer's corpus: the first folder among the program's arguments.
pub fn plant(inputs: Vec<Vec<u8>>) {
    if let Some(folder) = std::env::args().skip(1).find(|argument| Path::new(argument).is_dir()) {
        for (number, input) in inputs.iter().enumerate() {
            std::fs::write(Path::new(&folder).join(format!("seed-{number}")), input).expect("the corpus can be written");
        }
    }
}

/// Parses the words of a libFuzzer dictionary.
pub fn words(dictionary: &str) -> Vec<Vec<u8>> {
    let quoted = dictionary.lines().filter_map(|line| line.strip_prefix('"')?.strip_suffix('"'));
    quoted.map(|word| word.replace("\\\"", "\"").replace("\\\\", "\\").into_bytes()).collect()
}
