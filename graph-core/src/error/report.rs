//! The report that describes an error in a support ticket.

use std::fmt;

use super::error::Error;
use super::sanitise::one_line;
use crate::transport::product::PRODUCT;

/// The report of an error for a support ticket. `Display` writes one `name: value` per line.
///
/// The report does not contain the token. The service's message and target may contain the id of an object.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a>(&'a Error);

impl Error {
    /// Returns everything that a support ticket needs, to print in several lines.
    ///
    /// ```
    /// # fn example(error: graph_core::error::Error) {
    /// eprintln!("{}", error.report());
    /// # }
    /// ```
    pub fn report(&self) -> Report<'_> {
        Report(self)
    }
}

impl fmt::Display for Report<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = |name: &str, value: &dyn fmt::Display| writeln!(f, "{name}: {}", one_line(&value.to_string(), 1000));
        line("error", &self.0)?;
        let mut cause = std::error::Error::source(self.0);
        while let Some(error) = cause {
            line("caused by", &error)?;
            cause = error.source();
        }
        if let Some(request) = self.0.request() {
            line("request", request)?;
            line("client-request-id", &request.client_request_id)?;
        }
        if let Some(id) = self.0.request_id() {
            line("request-id", &id)?;
        }
        if let Some(error) = self.0.service() {
            line("status", &error.status)?;
            error.codes.iter().try_for_each(|code| line("code", code))?;
            let named = [
                ("message", &error.message),
                ("target", &error.target),
                ("date", &error.date),
                ("x-ms-ags-diagnostic", &error.diagnostic),
            ];
            for (name, value) in named {
                value.iter().try_for_each(|value| line(name, value))?;
            }
            for detail in &error.details {
                let parts = [&detail.code, &detail.target, &detail.message];
                let parts: Vec<&str> = parts.into_iter().filter_map(Option::as_deref).collect();
                line("detail", &parts.join(": "))?;
            }
            error.retry_after.iter().try_for_each(|wait| line("retry-after", &format_args!("{} s", wait.as_secs_f64())))?;
            error.least_permission().iter().try_for_each(|permission| line("permission", permission))?;
            line("attempts", &error.attempts)?;
        }
        line("client", &PRODUCT)
    }
}
