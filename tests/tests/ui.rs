//! The catalogue of mistakes: each file of `ui` is one, with the message that it gets.
//!
//! `TRYBUILD=overwrite cargo test -p graph-tests --test ui` writes the messages anew; read each one before it is committed.

/// rustc's part of the messages changes from release to release, so they are compared with one.
#[test]
#[rustversion::attr(not(stable(1.95)), ignore = "the messages are those of the stable compiler 1.95")]
fn every_mistake_gets_its_answer() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}
