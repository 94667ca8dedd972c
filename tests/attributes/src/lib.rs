//! Attribute macros for the workspace's own tests.
#![forbid(unsafe_code)]

use proc_macro::TokenStream;

/// Ignores a test if the environment variable `GRAPH_SHARED` was not set when the test was compiled.
///
/// This is a macro and not a build script, because every user of graph-core would have to run the script. `option_env!` makes cargo compile
/// the test again when the variable changes.
#[proc_macro_attribute]
pub fn needs_shared(_: TokenStream, test: TokenStream) -> TokenStream {
    let missing = std::env::var_os("GRAPH_SHARED").is_none();
    let ignore = if missing { "#[ignore = \"set GRAPH_SHARED to the folder of API pages and schemas\"]" } else { "" };
    let mut tokens = parse("const _: Option<&str> = option_env!(\"GRAPH_SHARED\");");
    tokens.extend(parse(ignore));
    tokens.extend(test);
    tokens
}

/// Parses `rust`, which is Rust code from a string literal of this file. A mistake in the code yields no tokens.
fn parse(rust: &str) -> TokenStream {
    rust.parse().unwrap_or_default()
}
