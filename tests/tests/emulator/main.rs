//! Tests of the emulator through HTTP requests, as a client sends them.

mod batches;
mod changes;
mod clients;
mod collections;
mod consistency;
mod creation;
mod delta;
mod documented_queries;
mod expand;
mod extremes;
mod faults;
mod filters;
mod hostile;
mod journal;
mod levels;
mod links;
mod names;
mod nested_pages;
mod objects;
mod operations;
mod paths;
mod reads;
mod running;
mod stored_pages;
mod sync;
mod template_laws;
mod templates;
mod throttling;
mod tokens;
mod transports;
mod updates;
mod verbs;
mod views;
mod wire;

use bytes::Bytes;
use graph_core::emulator::{Emulator, Server};
use graph_core::transport::{ReqwestTransport, Transport};
use graph_core::{Client, StaticToken};
use graph_tests::entities;
use http::{Request, Response};
use serde_json::Value;

const HOST: &str = "https://graph.microsoft.com";

fn request(method: &str, path: &str) -> http::request::Builder {
    Request::builder().method(method).uri(format!("{HOST}{path}")).header("authorization", "Bearer secret-token")
}

async fn send(emulator: &Emulator, request: http::request::Builder, body: impl Into<Bytes>) -> Response<Bytes> {
    emulator.send(request.body(body.into()).unwrap()).await.unwrap()
}

/// Returns a client that sends to a server over a socket.
fn over_a_socket(server: &Server) -> Client {
    Client::builder(ReqwestTransport::new().unwrap(), StaticToken::new("secret-token")).host(server.host()).build()
}

async fn get(emulator: &Emulator, path: &str) -> Response<Bytes> {
    send(emulator, request("GET", path), "").await
}

async fn patch(emulator: &Emulator, path: &str, body: impl Into<Bytes>) -> Response<Bytes> {
    send(emulator, request("PATCH", path).header("content-type", "application/json"), body).await
}

/// Returns the JSON body of a response without `@odata.context`; the module `wire` tests that annotation.
fn json(response: &Response<Bytes>) -> Value {
    let mut body = whole_json(response);
    if let Value::Object(members) = &mut body {
        members.shift_remove("@odata.context");
    }
    body
}

fn whole_json(response: &Response<Bytes>) -> Value {
    serde_json::from_slice(response.body()).unwrap_or_else(|_| panic!("no JSON: {response:?}"))
}

/// Checks that the response has this status, and the headers and body that every error response has. Returns the error's message.
fn refused(response: &Response<Bytes>, status: u16) -> String {
    assert_eq!(response.status(), status, "{response:?}");
    let body = json(response);
    let inner = &body["error"]["innerError"];
    for (member, header) in [("request-id", "request-id"), ("client-request-id", "client-request-id")] {
        assert_eq!(inner[member].as_str(), Some(response.headers()[header].to_str().unwrap()), "{body}");
    }
    assert!(inner["date"].is_string() && body["error"]["code"].is_string(), "{body}");
    body["error"]["message"].as_str().unwrap().to_owned()
}
