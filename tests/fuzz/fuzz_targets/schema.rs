//! Feeds arbitrary texts to the schema readers; see `graph_tests::fuzz`.
#![no_main]

use graph_tests::fuzz;

libfuzzer_sys::fuzz_target!(
    init: fuzz::plant(fuzz::schema::seeds()),
    |input: &[u8]| fuzz::schema::run(input)
);
