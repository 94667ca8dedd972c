//! Runs the fuzz targets for a bounded time, with their seeds and with random mutations of the seeds.

use graph_tests::fuzz::{answers, bodies, schema, words};

const DICTIONARY: &str = include_str!("../fuzz/graph.dict");

/// The random number generator SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        start..(start + self.below(16)).min(length)
    }

    /// Changes the input in one way: flips a bit, removes a range, or inserts a word or a piece of another input.
    fn mutate(&mut self, input: &mut Vec<u8>, words: &[Vec<u8>], other: &[u8]) {
        match self.below(5) {
            0 if !input.is_empty() => {
                let at = self.below(input.len());
                input[at] ^= 1 << self.below(8);
            }
            1 => {
                let cut = self.range(input.len());
                input.drain(cut);
            }
            2 => {
                let piece = other[self.range(other.len())].to_vec();
                let place = self.range(input.len());
                input.splice(place, piece);
            }
            _ => {
                let word = words[self.below(words.len())].clone();
                let place = self.range(input.len());
                input.splice(place, word);
            }
        }
    }
}

fn run(times: usize, seeds: &[Vec<u8>], target: fn(&[u8])) {
    let words = words(DICTIONARY);
    let mut random = Random(6);
    seeds.iter().for_each(|seed| target(seed));
    for round in 0..times {
        let mut input = seeds[round % seeds.len()].clone();
        for _ in 0..=random.below(6) {
            let other = random.below(seeds.len());
            random.mutate(&mut input, &words, &seeds[other]);
        }
        if let Err(panic) = std::panic::catch_unwind(|| target(&input)) {
            eprintln!("the input: {:?}", String::from_utf8_lossy(&input));
            std::panic::resume_unwind(panic);
        }
    }
}

#[test]
fn every_response_is_a_value_or_an_error() {
    run(2_000, &answers::seeds(), answers::run);
}

#[test]
fn every_text_is_a_schema_or_an_error() {
    run(2_000, &schema::seeds(), schema::run);
}

/// Runs an input that libFuzzer found.
#[test]
fn tab_in_a_header_does_not_reach_the_error_text() {
    answers::run(b"p1\ne\x00403\nrequest-id: s\tx-ms-ags-diag,n\n\n");
}

/// Runs an input that libFuzzer found.
#[test]
fn empty_schema_is_written_and_read_again() {
    schema::run(b"graph-schema 1");
}

/// A response inside a batch may have more headers than `http` accepts.
#[test]
fn too_many_headers_in_a_batch_do_not_panic() {
    let headers: Vec<String> = (0..100_000).map(|number| format!("\"x{number}\":\"\"")).collect();
    let answer = format!("{{\"responses\":[{{\"id\":\"1\",\"status\":204,\"headers\":{{{}}}}}]}}", headers.join(","));
    answers::run(format!("b1\n2\0200\n\n{answer}").as_bytes());
}

/// The client reads large bodies of every hostile shape. The bench `bodies` measures that the time to read such a body is proportional to
/// its length.
#[test]
fn large_hostile_bodies_are_answered() {
    for body in bodies::shapes(1 << 17) {
        bodies::answer(&body);
    }
}
