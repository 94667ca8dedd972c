//! Expansions find their own names, whatever names the declaration and its surroundings use.
#![allow(dead_code, non_camel_case_types, non_upper_case_globals)]

mod attributes;
mod names;
mod user_macros;
