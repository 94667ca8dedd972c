//! A guide in chapters. Each chapter does one job, and its programs run as they stand.
//!
//! Paste a program into `src/main.rs` of a crate with these dependencies, and run it with `cargo run`. A chapter that needs other features
//! shows them. The programs need no network and no account, except where a chapter says so:
//!
//! ```toml
//! [dependencies]
//! graph-core = { path = "../graph-macros/graph-core", features = ["emulator"] } # a checkout beside your crate
//! tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
//! ```
//!
//! | chapter | job |
//! |---|---|
//! | [`declare`] | declare an entity from its API page |
//! | [`metadata`] | declare and check entities with the service's `$metadata` |
//! | [`paths_and_ids`] | write path templates, and build paths from ids |
//! | [`patch`] | change, clear and compare properties |
//! | [`read`] | get an entity, filter a list, read pages and changes |
//! | [`operations`] | call actions and functions |
//! | [`batch_and_bulk`] | send many requests in few |
//! | [`throttling`] | retry, and stay below the service's limits |
//! | [`credentials`] | sign in, from a fixed token to a managed identity |
//! | [`clouds`] | talk to a national cloud or a gateway |
//! | [`testing`] | test a program with the emulator |
//! | [`tracing`] | trace requests |
//! | [`costs`] | know the costs of a declaration and of a request |
//! | [`errors`] | know the errors that occur at run time |
//! | [`coming_from`] | translate code from graph-rs-sdk, the .NET SDK, reqwest and kube |
// Some chapters link to items that only a feature brings.
#![cfg_attr(
    not(all(
        feature = "azure",
        feature = "exact-numbers",
        feature = "media",
        feature = "oauth",
        feature = "rate-limit",
        feature = "reqwest",
        feature = "tower",
        feature = "tracing"
    )),
    allow(rustdoc::broken_intra_doc_links)
)]

#[doc = include_str!("declare.md")]
pub mod declare {}
#[doc = include_str!("metadata.md")]
pub mod metadata {}
#[doc = include_str!("paths_and_ids.md")]
pub mod paths_and_ids {}
#[doc = include_str!("patch.md")]
pub mod patch {}
#[doc = include_str!("read.md")]
pub mod read {}
#[doc = include_str!("operations.md")]
pub mod operations {}
#[doc = include_str!("batch_and_bulk.md")]
pub mod batch_and_bulk {}
#[doc = include_str!("throttling.md")]
pub mod throttling {}
#[doc = include_str!("credentials.md")]
pub mod credentials {}
#[doc = include_str!("clouds.md")]
pub mod clouds {}
#[doc = include_str!("testing.md")]
pub mod testing {}
#[doc = include_str!("tracing.md")]
pub mod tracing {}
#[doc = include_str!("costs.md")]
pub mod costs {}
#[doc = include_str!("errors.md")]
pub mod errors {}
#[doc = include_str!("coming_from.md")]
pub mod coming_from {
    #[doc = include_str!("coming_from/dotnet.md")]
    pub mod dotnet {}
    #[doc = include_str!("coming_from/graph_rs_sdk.md")]
    pub mod graph_rs_sdk {}
    #[doc = include_str!("coming_from/kube.md")]
    pub mod kube {}
    #[doc = include_str!("coming_from/reqwest.md")]
    pub mod reqwest {}
}
