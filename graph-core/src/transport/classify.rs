//! Decides after a failed attempt: retry it, pause all requests, or give up. No other module decides which failures are transient.

use std::time::Duration;

use http::StatusCode;

use super::error::TransportErrorKind;
use super::idempotency::Idempotency;

/// How one attempt to send a request failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailedAttempt {
    /// The service responded with this error status, and perhaps with `Retry-After`.
    Status { status: StatusCode, retry_after: Option<Duration> },
    /// The transport failed, so there is no response.
    Transport(TransportErrorKind),
    /// The credential could not provide a token. A transport layer never sees this failure, because the client gets the token before it
    /// sends the request.
    NoToken,
    /// The service responded, but the response does not say whether the request was carried out. For example, a batch response does not
    /// contain a response to this request.
    OutcomeUnknown,
}

/// The reaction to a failed attempt. The duration is the wait in `Retry-After`, if the service sent that header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RetryDecision {
    /// Send no request for a while, then send this request again: the service throttles, or cannot be reached.
    Pause(Option<Duration>),
    /// Send this request again. Other requests are not affected.
    Retry(Option<Duration>),
    /// Send this request again if the request that it depends on is also sent again (status 424).
    RetryWithDependency(Option<Duration>),
    /// Do not send the request again: the failure is the result.
    GiveUp,
}

/// The rules by which a layer, a batch or a bulk decides which failed requests to send again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RetryPolicy {
    /// The statuses to retry although the service may have carried the request out.
    ambiguous_statuses: &'static [StatusCode],
    /// The least safe kind of request that is still retried after one of the ambiguous statuses.
    after_ambiguous_status: Idempotency,
    /// The least safe kind of request that is still retried after a lost response; `None` if no request is.
    after_lost_response: Option<Idempotency>,
    retries_failed_dependency: bool,
    retries_not_sent: bool,
}

impl RetryPolicy {
    /// The default policy of the [`Retry`](super::retry::Retry) layer. After a lost response, it retries reads only.
    pub(super) const LAYER: Self = Self {
        ambiguous_statuses: &[StatusCode::GATEWAY_TIMEOUT],
        after_ambiguous_status: Idempotency::Idempotent,
        after_lost_response: Some(Idempotency::Safe),
        retries_failed_dependency: false,
        retries_not_sent: false,
    };

    /// The policy of the [`Retry`](super::retry::Retry) layer if the caller accepts that a write may be carried out twice.
    pub(super) const LAYER_WITH_AMBIGUOUS_WRITES: Self = Self {
        after_ambiguous_status: Idempotency::FailsWhenRepeated,
        after_lost_response: Some(Idempotency::FailsWhenRepeated),
        ..Self::LAYER
    };

    /// The policy for the requests inside a batch. It retries only requests that the service has certainly not carried out. The
    /// [`Retry`](super::retry::Retry) layer can retry the batch as a whole.
    pub(crate) const BATCH: Self =
        Self { ambiguous_statuses: &[], after_lost_response: None, retries_failed_dependency: true, ..Self::LAYER };

    /// The policy for the requests of a bulk. A bulk runs for a long time unattended, so it retries every failure that may be transient.
    pub(crate) const BULK: Self = Self {
        ambiguous_statuses: &[
            StatusCode::REQUEST_TIMEOUT,
            StatusCode::INTERNAL_SERVER_ERROR,
            StatusCode::BAD_GATEWAY,
            StatusCode::GATEWAY_TIMEOUT,
        ],
        after_ambiguous_status: Idempotency::Idempotent,
        after_lost_response: Some(Idempotency::Idempotent),
        retries_failed_dependency: true,
        retries_not_sent: true,
    };

    /// Decides the reaction to a failed attempt of a request. `idempotency` says how safely the request can be repeated.
    pub(crate) fn classify(&self, failure: FailedAttempt, idempotency: Idempotency) -> RetryDecision {
        match failure {
            FailedAttempt::Status { status, retry_after } => self.classify_status(status, retry_after, idempotency),
            FailedAttempt::Transport(TransportErrorKind::Connect) | FailedAttempt::NoToken => RetryDecision::Pause(None),
            FailedAttempt::Transport(TransportErrorKind::NotSent) if self.retries_not_sent => RetryDecision::Pause(None),
            FailedAttempt::Transport(TransportErrorKind::Timeout | TransportErrorKind::Interrupted)
            | FailedAttempt::OutcomeUnknown
                if self.after_lost_response.is_some_and(|riskiest| idempotency <= riskiest) =>
            {
                RetryDecision::Retry(None)
            }
            FailedAttempt::Transport(_) | FailedAttempt::OutcomeUnknown => RetryDecision::GiveUp,
        }
    }

    fn classify_status(&self, status: StatusCode, wait: Option<Duration>, idempotency: Idempotency) -> RetryDecision {
        match status {
            StatusCode::TOO_MANY_REQUESTS => RetryDecision::Pause(wait),
            // A gateway may answer 503 for a request that the service has carried out.
            StatusCode::SERVICE_UNAVAILABLE if idempotency == Idempotency::NotIdempotent => RetryDecision::GiveUp,
            // Without `Retry-After`, other requests may still succeed, so only this request waits.
            StatusCode::SERVICE_UNAVAILABLE if wait.is_some() => RetryDecision::Pause(wait),
            StatusCode::SERVICE_UNAVAILABLE => RetryDecision::Retry(None),
            StatusCode::FAILED_DEPENDENCY if self.retries_failed_dependency => RetryDecision::RetryWithDependency(wait),
            _ if self.ambiguous_statuses.contains(&status) && idempotency <= self.after_ambiguous_status => {
                RetryDecision::Retry(wait)
            }
            _ => RetryDecision::GiveUp,
        }
    }
}

/// Returns `true` if the next attempt after this status must use a new connection, as Microsoft Graph asks for a 503.
///
/// Source: [Best practices for working with Microsoft Graph](https://learn.microsoft.com/graph/best-practices-concept#reliability-and-support).
pub(crate) fn needs_new_connection(status: StatusCode) -> bool {
    status == StatusCode::SERVICE_UNAVAILABLE
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICIES: [RetryPolicy; 4] =
        [RetryPolicy::LAYER, RetryPolicy::LAYER_WITH_AMBIGUOUS_WRITES, RetryPolicy::BATCH, RetryPolicy::BULK];

    /// For each of the four retry policies, returns the least safe kind of request that it still repeats after this failure, or `None` if
    /// it repeats no request.
    fn riskiest(failure: FailedAttempt) -> [Option<Idempotency>; 4] {
        use Idempotency::*;
        POLICIES.map(|policy| {
            let all = [Safe, Idempotent, FailsWhenRepeated, NotIdempotent];
            let retried = all.map(|idempotency| policy.classify(failure, idempotency) != RetryDecision::GiveUp);
            assert!(retried.is_sorted_by(|less_risky, more_risky| less_risky >= more_risky), "{failure:?} {retried:?}");
            all.into_iter().zip(retried).filter(|(_, retried)| *retried).map(|(idempotency, _)| idempotency).next_back()
        })
    }

    #[test]
    fn each_policy_has_its_transient_failures() {
        use Idempotency::*;
        let status =
            |status| riskiest(FailedAttempt::Status { status: StatusCode::from_u16(status).unwrap(), retry_after: None });
        assert_eq!(status(429), [Some(NotIdempotent); 4], "not carried out");
        assert_eq!(status(503), [Some(FailsWhenRepeated); 4], "C6: a creation may have been carried out");
        assert_eq!(status(424), [None, None, Some(NotIdempotent), Some(NotIdempotent)]);
        assert_eq!(status(504), [Some(Idempotent), Some(FailsWhenRepeated), None, Some(Idempotent)]);
        for only_in_bulk in [408, 500, 502] {
            assert_eq!(status(only_in_bulk), [None, None, None, Some(Idempotent)], "{only_in_bulk}");
        }
        for final_status in [302, 400, 401, 403, 404, 409, 412, 501, 507] {
            assert_eq!(status(final_status), [None; 4], "{final_status}");
        }

        let lost = [Some(Safe), Some(FailsWhenRepeated), None, Some(Idempotent)];
        assert_eq!(riskiest(FailedAttempt::OutcomeUnknown), lost);
        assert_eq!(riskiest(FailedAttempt::NoToken), [Some(NotIdempotent); 4], "the service has not seen the request");
        for (kind, expected) in [
            (TransportErrorKind::Connect, [Some(NotIdempotent); 4]),
            (TransportErrorKind::NotSent, [None, None, None, Some(NotIdempotent)]),
            (TransportErrorKind::Timeout, lost),
            (TransportErrorKind::Interrupted, lost),
            (TransportErrorKind::TooLarge, [None; 4]),
            (TransportErrorKind::Request, [None; 4]),
        ] {
            assert_eq!(riskiest(FailedAttempt::Transport(kind)), expected, "{kind:?}");
        }
    }

    #[test]
    fn a_service_that_names_a_wait_pauses_all_requests() {
        let wait = Some(Duration::from_secs(3));
        for policy in POLICIES {
            let decide = |status, retry_after| {
                policy.classify(FailedAttempt::Status { status, retry_after }, Idempotency::FailsWhenRepeated)
            };
            assert_eq!(decide(StatusCode::TOO_MANY_REQUESTS, wait), RetryDecision::Pause(wait));
            assert_eq!(decide(StatusCode::TOO_MANY_REQUESTS, None), RetryDecision::Pause(None));
            assert_eq!(decide(StatusCode::SERVICE_UNAVAILABLE, wait), RetryDecision::Pause(wait));
            assert_eq!(decide(StatusCode::SERVICE_UNAVAILABLE, None), RetryDecision::Retry(None));
        }
    }
}
