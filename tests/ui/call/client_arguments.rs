//! Wrong arguments of `Client::new`. For two wrong arguments, rustc reports two errors, each with its fix. A bound of the credential that
//! depends on the transport's type could suppress the second error, but every reader of `Client::new` would see it.
use graph_core::transport::ReqwestTransport;
use graph_core::{Client, StaticToken};

fn mistakes() -> Result<(), Box<dyn std::error::Error>> {
    let _ = Client::new(ReqwestTransport::new(), StaticToken::new("token"));
    let _ = Client::new(ReqwestTransport::new()?, "token");
    let _ = Client::new(StaticToken::new("token"), ReqwestTransport::new()?);
    Ok(())
}

fn main() {}
