//! One request that carries up to twenty others.

use bytes::Bytes;
use http::{Extensions, HeaderMap, Method, StatusCode};

use super::wire::{self, Item, Unreadable};
use crate::client::Client;
use crate::client::call::{Answer, Call};
use crate::error::{BatchAnswerProblem, BatchError, BatchProblem, DecodeProblem, Error, RequestInfo};
use crate::model::descriptor::Permissions;
use crate::model::path::{ApiVersion, Template};
use crate::transport::{Repeatable, is_same_twice};

/// How many requests Graph takes in one.
pub(in crate::client) const LARGEST: usize = 20;

/// One of the requests that go together.
#[derive(Clone, Copy)]
pub(in crate::client) struct Part<'a> {
    pub(in crate::client) call: &'a Call,
    /// The place among the parts of the one that has to succeed first.
    pub(in crate::client) after: Option<usize>,
    /// How often it was sent before.
    pub(in crate::client) tries: u32,
}

/// What becomes of a part.
pub(in crate::client) type Outcome = Result<Answer, Error>;

impl Call {
    /// Whether it may be carried out twice, and be the same as once: what changes the etag cannot ask for the old one again.
    pub(in crate::client) fn is_repeatable(&self) -> bool {
        is_same_twice(&self.method, &self.headers)
    }

    /// The request around others, which are all of the same version.
    pub(in crate::client) fn batch(version: ApiVersion) -> Self {
        Self {
            method: Method::POST,
            template: Template { version, text: "/$batch" },
            permissions: Permissions::default(),
            target: format!("/{version}/$batch"),
            headers: HeaderMap::new(),
            body: None,
            timeout: None,
            extensions: Extensions::new(),
        }
    }
}

impl Client {
    /// Sends the parts inside of `around`, with ids from `first_id` on, and gives back what became of each, in their order.
    ///
    /// It is an error when none of them has an answer of its own.
    pub(in crate::client) async fn ask_together(
        &self,
        mut around: Call,
        parts: &[Part<'_>],
        first_id: u64,
    ) -> Result<Vec<Outcome>, Error> {
        let infos: Vec<RequestInfo> = parts.iter().map(|part| part.call.info()).collect();
        let items: Vec<Item<'_>> = parts
            .iter()
            .zip(&infos)
            .zip(first_id..)
            .map(|((part, info), id)| Item {
                id,
                call: part.call,
                client_request_id: &info.client_request_id,
                after: part.after.map(|place| first_id + place as u64),
            })
            .collect();
        around.body = Some(wire::write(&items));
        if parts.iter().all(|part| part.call.is_repeatable()) {
            around.extensions.insert(Repeatable);
        }
        #[cfg(feature = "rate-limit")]
        around.extensions.insert(crate::transport::Cost::of(parts.iter().map(|part| &part.call.method)));

        let whole = self.ask(&around).await?;
        let answers = match (whole.response.status(), wire::read(&whole.response)) {
            (StatusCode::OK, answers) => answers,
            // A batch that was throttled in part; without answers inside it is an error like any other.
            (StatusCode::TOO_MANY_REQUESTS | StatusCode::FAILED_DEPENDENCY, Ok(answers)) => Ok(answers),
            _ => return Err(whole.refused()),
        };
        let answers = match answers {
            Ok(answers) => answers,
            Err(problem) => return Err(whole.unreadable(problem)),
        };

        let mut found: Vec<Vec<http::Response<Bytes>>> = parts.iter().map(|_| Vec::new()).collect();
        for answer in answers {
            let id = answer.id.parse::<u64>().ok().filter(|id| id.to_string() == answer.id);
            let place = id.and_then(|id| usize::try_from(id.checked_sub(first_id)?).ok());
            match place.and_then(|place| found.get_mut(place)) {
                Some(found) => found.push(answer.response),
                None => return Err(whole.unreadable(Unreadable::Shape(BatchAnswerProblem::UnknownId(answer.id)))),
            }
        }
        let outcomes = parts.iter().zip(infos).zip(found).map(|((part, info), mut found)| match (found.pop(), found.pop()) {
            (Some(response), None) => {
                let (token, attempts) = (whole.token.clone(), part.tries.saturating_add(whole.attempts));
                Answer { request: info, response, token, attempts }.check(part.call.permissions)
            }
            (Some(_), Some(_)) => Err(BatchError::because(info, BatchProblem::SeveralAnswers)),
            (None, _) => Err(BatchError::because(info, BatchProblem::NoAnswer)),
        });
        Ok(outcomes.collect())
    }
}

impl Answer {
    /// The error that a response of no success is.
    fn refused(self) -> Error {
        match self.check(Permissions::default()) {
            Err(error) => error,
            // A success without any answer inside, such as 202.
            Ok(answer) => answer.unreadable(Unreadable::Shape(BatchAnswerProblem::NoResponses)),
        }
    }

    fn unreadable(self, problem: Unreadable) -> Error {
        let scrubbed = self.scrubbed();
        let problem = match problem {
            Unreadable::Json(error) => DecodeProblem::Json { error, start: scrubbed.start(self.response.body(), 100) },
            Unreadable::Shape(BatchAnswerProblem::UnknownId(id)) => {
                DecodeProblem::Batch(BatchAnswerProblem::UnknownId(scrubbed.start(id.as_bytes(), 100)))
            }
            Unreadable::Shape(problem) => DecodeProblem::Batch(problem),
        };
        self.failed(problem)
    }
}
