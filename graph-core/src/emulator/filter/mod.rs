//! The query options `$filter`, `$orderby` and `$search`.
//!
//! The expressions of `$filter` and `$orderby` pass through four stages: `token` splits the text, `parse` builds a syntax tree, `bind`
//! resolves names and checks types, and `evaluate` computes the value for an object.

mod ast;
mod bind;
mod evaluate;
mod function;
mod order;
mod parse;
mod predicate;
mod search;
mod token;
mod value;

pub(super) use order::Order;
pub(super) use predicate::Predicate;
pub(super) use search::Search;
