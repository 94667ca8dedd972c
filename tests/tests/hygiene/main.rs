//! Tests that expansions resolve their own names, whatever names the declaration and the code around it use.
#![allow(dead_code, non_camel_case_types, non_upper_case_globals)]

mod attributes;
mod names;
mod user_macros;
