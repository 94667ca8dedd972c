//! Feeds arbitrary responses to the client; see `graph_tests::fuzz`.
#![no_main]

use graph_tests::fuzz;

libfuzzer_sys::fuzz_target!(
    init: fuzz::plant(fuzz::answers::seeds()),
    |input: &[u8]| fuzz::answers::run(input)
);
