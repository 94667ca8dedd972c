//! URLs that work without a token: upload URLs, the URLs of redirected downloads, and the monitor URLs of long-running operations.

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{Request, StatusCode};

use super::byte_range::ranged;
use super::context::origin;
use super::exchange::Violation;
use super::library::Outside;
use super::media::missing;
use super::reply::{Rejection, Reply};
use super::service::{Notes, Service};
use super::url::MEDIA_HOST;

impl Service {
    /// Returns a URL that works without a token: an upload URL, a download URL or a monitor URL, as `kind` says.
    pub(super) fn outside_url(&self, request: &Request<Bytes>, kind: &str, id: &str) -> String {
        let loopback = Some(origin(request.uri())).filter(|origin| origin.starts_with("http://"));
        // If a monitor URL had the host that the client is configured with, the client would send its token there. So the URL contains
        // `localhost`, another name of this machine.
        let loopback =
            loopback.map(|origin| if kind == Outside::OPERATIONS { origin.replace("127.0.0.1", "localhost") } else { origin });
        let host = self.settings.media_urls.clone().or(loopback).unwrap_or_else(|| format!("https://{MEDIA_HOST}"));
        format!("{host}/media/{kind}/{id}?tempauth={id}")
    }

    /// Answers a request to a URL that works without a token. A request with a token breaks a rule and is refused.
    pub(super) fn outside(&mut self, request: &Request<Bytes>, to: &Outside<'_>, notes: &mut Notes) -> Result<Reply, Rejection> {
        if request.headers().contains_key(AUTHORIZATION) {
            notes.violation = Some(Violation::TokenSentAway);
            let message = "The URL works without a token: send the request without the header Authorization.";
            return Err(Rejection::of(StatusCode::UNAUTHORIZED, message));
        }
        self.clock.elapsed();
        if to.kind == Outside::OPERATIONS {
            return self.poll(to.id);
        }
        if to.kind == Outside::UPLOADS {
            return self.upload(request, to.id, notes);
        }
        let key = self.library.downloads.get(to.id).ok_or_else(missing)?;
        ranged(request.headers(), self.library.contents.get(key).ok_or_else(missing)?)
    }
}
