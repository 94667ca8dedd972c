//! The syntax that graph-macros, graph-core and the schema reader share: names, identifiers, path templates and "did you mean".
//!
//! The module has no dependencies. [`nearest`] needs no feature; the rest needs the feature `template`, which graph-macros and the emulator
//! switch on, so that a program without the emulator compiles it once.

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
pub mod template;
