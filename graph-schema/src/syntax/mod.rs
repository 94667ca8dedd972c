//! The rules of syntax that graph-macros, graph-core and the schema reader share: names, identifiers, path templates and suggestions of
//! similar names.
//!
//! The module has no dependencies. Everything except [`nearest`] and [`field`] needs the feature `template`. graph-macros and the emulator
//! enable this feature. A build without the emulator compiles the code only for the macros.

#[cfg(feature = "template")]
pub mod case;
#[cfg(feature = "template")]
pub mod excerpt;
pub mod field;
#[cfg(feature = "template")]
pub mod identifier;
pub mod nearest;
#[cfg(feature = "template")]
pub mod setter;
#[cfg(feature = "template")]
pub mod singular;
#[cfg(feature = "template")]
pub mod template;
