//! Measures how the CPU time of the client grows with hostile response bodies.
//!
//! `cargo bench -p graph-tests --bench bodies`
//!
//! Asserts that a body of 128 KiB takes at most three times the CPU time of 16 bodies of 8 KiB, for each shape of body.

use graph_tests::fuzz::bodies::{answer, shapes};
use graph_tests::growth::{assert_linear, cpu_time, print_header};

fn main() {
    print_header("body");
    for (at, body) in shapes(64).iter().enumerate() {
        assert_linear(&format!("`{}…`", body.get(..24).unwrap_or(body)), 8 << 10, 16, |size| {
            let bodies = shapes(size);
            let start = cpu_time();
            answer(&bodies[at]);
            cpu_time() - start
        });
    }
}
