//! Every mistake that a user can make, and what the compiler answers.
//!
//! `TRYBUILD=overwrite cargo test -p graph-tests --test ui` writes the answers anew; read each before it is committed.

#[rustversion::attr(not(stable(1.95)), ignore = "the answers are those of stable 1.95; other compilers word theirs differently")]
#[test]
fn every_mistake_is_answered() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}
