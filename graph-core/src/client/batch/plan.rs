//! Which requests of a batch go next, and together.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use super::round::{LARGEST, Outcome, Part};
use crate::client::call::Call;
use crate::error::{BatchError, BatchProblem, Error};
use crate::model::path::ApiVersion;
use crate::transport::Backoff;

const BACKOFF: Backoff = Backoff { first: Duration::from_secs(1), longest: Duration::from_secs(60) };

/// The requests of a batch, and what has become of them.
pub(super) struct Plan {
    entries: Vec<Entry>,
    /// The places of those that come right after each.
    followers: Vec<Vec<usize>>,
}

/// One of them.
#[derive(Debug)]
pub(in crate::client) struct Entry {
    state: State,
    /// The place of the one that has to succeed first, which is an earlier one.
    after: Option<usize>,
    /// How often it was sent.
    tries: u32,
}

#[derive(Debug)]
enum State {
    Waiting(Call),
    Done(Outcome),
}

impl Entry {
    pub(super) fn new(call: Result<Call, Error>, after: Option<usize>) -> Self {
        let state = match call {
            Ok(call) => State::Waiting(call),
            Err(error) => State::Done(Err(error)),
        };
        Self { state, after, tries: 0 }
    }

    fn call(&self) -> Option<&Call> {
        match &self.state {
            State::Waiting(call) => Some(call),
            State::Done(_) => None,
        }
    }

    /// Gives up on it, if it is still to be sent.
    fn fail(&mut self, problem: BatchProblem) {
        if let State::Waiting(call) = &self.state {
            self.state = State::Done(Err(BatchError::because(call.info(), problem)));
        }
    }
}

impl Plan {
    pub(super) fn new(entries: Vec<Entry>) -> Self {
        let mut followers = vec![Vec::new(); entries.len()];
        for (place, entry) in entries.iter().enumerate() {
            if let Some(followers) = entry.after.and_then(|after| followers.get_mut(after)) {
                followers.push(place);
            }
        }
        Self { entries, followers }
    }

    /// The places of those that go next, in order, and the version they are for; none when all is done.
    ///
    /// Graph takes batches in which nobody waits, each waits for the one before, or all wait for the same. What has another shape is
    /// sent bit by bit, each request after the one that it waits for.
    pub(super) fn next(&mut self) -> Option<(ApiVersion, Vec<usize>)> {
        self.fail_dependents();
        let ready = |place: &usize| self.call(*place).is_some() && self.is_free(*place);
        let first = (0..self.entries.len()).find(ready)?;
        let places = match self.followers_of(first).as_slice() {
            [] => {
                let alone = |place: &usize| self.goes_with(first, *place) && ready(place) && self.followers_of(*place).is_empty();
                (first..self.entries.len()).filter(alone).take(LARGEST).collect()
            }
            [_] => {
                let mut chain = vec![first];
                while let Some(&last) = chain.last()
                    && let [next] = self.followers_of(last).as_slice()
                    && chain.len() < LARGEST
                {
                    chain.push(*next);
                }
                chain
            }
            followers => [first].iter().chain(followers).take(LARGEST).copied().collect(),
        };
        Some((self.call(first)?.template.version, places))
    }

    /// What is sent for these places.
    pub(super) fn parts(&self, places: &[usize]) -> Vec<Part<'_>> {
        let part = |place: &usize| {
            let entry = self.entries.get(*place)?;
            let after = entry.after.and_then(|after| places.iter().position(|place| *place == after));
            Some(Part { call: entry.call()?, after, tries: entry.tries })
        };
        places.iter().filter_map(part).collect()
    }

    /// For each of them, how long it has to wait until it is sent again; none for those that are not.
    pub(super) fn waits(&self, places: &[usize], outcomes: &[Outcome], max_tries: u32) -> Vec<Option<Duration>> {
        let mut waits: Vec<Option<Duration>> = Vec::with_capacity(places.len());
        for (place, outcome) in places.iter().zip(outcomes) {
            let entry = self.entries.get(*place);
            let tries = entry.map_or(0, |entry| entry.tries) + 1;
            let wait = match outcome.as_ref().err().and_then(Error::service).map(|error| (error.status, error.retry_after)) {
                Some((StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE, wait)) if tries < max_tries => {
                    Some(BACKOFF.wait(wait, tries))
                }
                // It failed for the one before it, and so it goes with it again.
                Some((StatusCode::FAILED_DEPENDENCY, _)) => {
                    let after = entry.and_then(|entry| places.iter().position(|place| Some(*place) == entry.after));
                    after.and_then(|after| waits.get(after).copied().flatten())
                }
                _ => None,
            };
            waits.push(wait);
        }
        waits
    }

    /// Keeps what became of them, but for those that wait to be sent again.
    pub(super) fn settle(&mut self, places: &[usize], outcomes: Vec<Outcome>, waits: Option<&[Option<Duration>]>) {
        for (index, (place, outcome)) in places.iter().zip(outcomes).enumerate() {
            let again = waits.and_then(|waits| waits.get(index).copied().flatten()).is_some();
            if let Some(entry) = self.entries.get_mut(*place) {
                entry.tries += 1;
                if !again {
                    entry.state = State::Done(outcome);
                }
            }
        }
    }

    /// Gives up on these, which were sent.
    pub(super) fn fail(&mut self, places: &[usize], error: &Arc<Error>) {
        for place in places {
            if let Some(entry) = self.entries.get_mut(*place) {
                entry.fail(BatchProblem::Failed(error.clone()));
            }
        }
    }

    /// Gives up on all that are still to be sent.
    pub(super) fn fail_rest(&mut self, error: &Arc<Error>) {
        self.entries.iter_mut().for_each(|entry| entry.fail(BatchProblem::NotSent(error.clone())));
    }

    /// What has become of all, by place.
    pub(super) fn into_outcomes(self) -> Vec<Option<Outcome>> {
        let outcome = |entry: Entry| match entry.state {
            State::Done(outcome) => Some(outcome),
            State::Waiting(_) => None,
        };
        self.entries.into_iter().map(outcome).collect()
    }

    /// The request, if it is still to be sent.
    fn call(&self, place: usize) -> Option<&Call> {
        self.entries.get(place)?.call()
    }

    /// Whether what it waits for has succeeded.
    fn is_free(&self, place: usize) -> bool {
        let after = self.entries.get(place).and_then(|entry| self.entries.get(entry.after?));
        after.is_none_or(|after| matches!(after.state, State::Done(Ok(_))))
    }

    /// Those still to be sent that wait for this one and may go with it.
    fn followers_of(&self, place: usize) -> Vec<usize> {
        let followers = self.followers.get(place).into_iter().flatten().copied();
        followers.filter(|follower| self.goes_with(place, *follower)).collect()
    }

    /// A batch is for one version of the API.
    fn goes_with(&self, place: usize, other: usize) -> bool {
        let version = |place| self.call(place).map(|call| call.template.version);
        version(place).is_some() && version(place) == version(other)
    }

    /// An earlier place is looked at first, so that a whole chain fails in one go.
    fn fail_dependents(&mut self) {
        for place in 0..self.entries.len() {
            let after = self.entries.get(place).and_then(|entry| self.entries.get(entry.after?));
            let fails = after.is_some_and(|after| matches!(after.state, State::Done(Err(_))));
            if let Some(entry) = self.entries.get_mut(place)
                && fails
            {
                entry.fail(BatchProblem::Dependency);
            }
        }
    }
}
