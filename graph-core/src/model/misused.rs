//! A type for bounds that no type meets.

use std::marker::PhantomData;

/// Stands for `T` in a bound that no type meets. A call that needs such a bound is a compile error, whose message says what to write
/// instead: the message of the bound's trait.
///
/// With a bound on `T` itself, rustc would print its own message for traits such as `Iterator`, and underline the receiver of a method.
#[doc(hidden)]
pub struct Misused<T>(PhantomData<T>);
