//! The parts that the examples share: the client, ids from the command line, and the text of an error.
//!
//! Without environment variables, an example talks to an emulator. With `GRAPH_TOKEN`, it talks to the real service. `GRAPH_HOST` names the
//! host of a national cloud.
#![allow(dead_code)] // Each example uses a part of this module.

use std::env;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use graph_core::emulator::Emulator;
use graph_core::http::StatusCode;
use graph_core::transport::{ReqwestTransport, Retry, Transport};
use graph_core::{Client, Host, StaticToken};

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Returns whether the example talks to the real service.
pub(crate) fn is_real() -> bool {
    env::var_os("GRAPH_TOKEN").is_some()
}

/// Returns a client of the real service over this transport, or `None` without `GRAPH_TOKEN`.
pub(crate) fn real_client(transport: impl Transport + 'static) -> Result<Option<Client>> {
    let host = env::var("GRAPH_HOST").ok();
    let Ok(token) = env::var("GRAPH_TOKEN") else {
        return match host {
            Some(_) => {
                Err("GRAPH_HOST is set, but GRAPH_TOKEN is not: set it to talk to the service, or unset GRAPH_HOST.".into())
            }
            None => Ok(None),
        };
    };
    let host: Host = match host {
        Some(host) => host.parse().map_err(|error| format!("GRAPH_HOST cannot be used: {error}."))?,
        None => Host::default(),
    };
    Ok(Some(Client::builder(transport, StaticToken::new(token)).host(host).build()))
}

/// Returns a client of the real service or, without `GRAPH_TOKEN`, of the emulator.
pub(crate) fn client(emulator: &Emulator) -> Result<Client> {
    Ok(real_client(Retry::new(ReqwestTransport::new()?))?.unwrap_or_else(|| emulator.client()))
}

/// Returns the argument at this position, the id of an object. In the emulator, the default is `emulated`.
pub(crate) fn id(position: usize, emulated: &str) -> Result<String> {
    match env::args().nth(position) {
        Some(id) => Ok(id),
        None if is_real() => Err(format!("Argument {position} is missing: pass the id of the object to change.").into()),
        None => Ok(emulated.to_owned()),
    }
}

/// Returns an error that says which file the example cannot read or write.
pub(crate) fn cannot(verb: &str, file: &Path, error: &dyn Error) -> Box<dyn Error> {
    format!("cannot {verb} the file {}: {error}. Check the path and its permissions.", file.display()).into()
}

/// Prints the error in one paragraph, and returns the exit code of the example.
pub(crate) fn exit(result: Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", explain(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

/// Returns the error with its sources, and what to do about it.
pub(crate) fn explain(error: &(dyn Error + 'static)) -> String {
    match error.downcast_ref::<graph_core::Error>() {
        Some(error) => format!("{error:#}. {}", advice(error)),
        None => error.to_string(),
    }
}

fn advice(error: &graph_core::Error) -> &'static str {
    use graph_core::Error;
    match error {
        error if error.is_unauthenticated() => "Set GRAPH_TOKEN to a new token for this host.",
        error if error.is_permission() => "Get a token with the permission that the API page lists.",
        error if error.status() == Some(StatusCode::NOT_FOUND) => {
            "Check the id, and that the object is in the tenant of the token."
        }
        error if error.is_throttled() => "Wait as long as the service asks, then run the example again.",
        error if error.is_resync_required() => "Delete the local copy, and run the example again.",
        Error::Transport(_) => "Check the network and GRAPH_HOST, then run the example again.",
        Error::ReadOnlyProperty(_) => "Remove the property from the patch.",
        error if error.status().is_some_and(|status| status.is_server_error()) => "Run the example again later.",
        error if error.status().is_some_and(|status| status.is_client_error()) => {
            "Change the request as the message of the service says."
        }
        _ => "The documentation of graph_core::Error describes each kind of error.",
    }
}
