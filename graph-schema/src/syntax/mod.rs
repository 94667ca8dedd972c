//! The rules of syntax that graph-macros, graph-core and the schema reader share: names, identifiers, path templates and suggestions of
//! similar names.
//!
//! The module has no dependencies. [`nearest`] needs no feature. The rest needs the feature `template`, which graph-macros and the emulator
//! enable; without the emulator, it is compiled for the macros only.

#[cfg(feature = "template")]
pub mod case;
#[cfg(feature = "template")]
pub mod excerpt;
#[cfg(feature = "template")]
pub mod identifier;
pub mod nearest;
#[cfg(feature = "template")]
pub mod setter;
#[cfg(feature = "template")]
pub mod singular;
#[cfg(feature = "template")]
pub mod template;
