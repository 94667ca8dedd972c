//! Splits requests into batches that Microsoft Graph accepts: at most twenty requests, one API version, and dependencies of a few shapes.

use crate::model::path::ApiVersion;

/// The most requests that Graph accepts in one batch.
///
/// Source: [JSON batching](https://learn.microsoft.com/graph/json-batching#batch-size-limitations).
pub(in crate::client) const MAX_BATCH_SIZE: usize = 20;

/// The requests that depend on each request, by its index.
pub(super) struct Dependents(Vec<Vec<usize>>);

impl Dependents {
    /// From the dependency of each request, the index of an earlier one.
    pub(super) fn new(dependencies: impl ExactSizeIterator<Item = Option<usize>>) -> Self {
        let mut dependents = vec![Vec::new(); dependencies.len()];
        for (index, dependency) in dependencies.enumerate() {
            if let Some(dependents) = dependency.and_then(|dependency| dependents.get_mut(dependency)) {
                dependents.push(index);
            }
        }
        Self(dependents)
    }

    /// The API version and the indexes of the requests of the next batch, in order; `None` when no request is ready.
    ///
    /// Graph accepts batches without dependencies, chains, and several requests that depend on one. Any other shape is sent as several
    /// batches, each request after the one that it depends on. `version` is that of a request that is still to be sent; `is_ready` says
    /// whether the dependency of a request has succeeded.
    pub(super) fn next_batch(
        &self,
        version: impl Fn(usize) -> Option<ApiVersion>,
        is_ready: impl Fn(usize) -> bool,
    ) -> Option<(ApiVersion, Vec<usize>)> {
        let dependents = |index: usize| -> Vec<usize> {
            let all = self.0.get(index).into_iter().flatten().copied();
            all.filter(|dependent| version(index).is_some() && version(*dependent) == version(index)).collect()
        };
        let first = (0..self.0.len()).find(|index| version(*index).is_some() && is_ready(*index))?;
        let indexes = match dependents(first).as_slice() {
            [] => {
                let independent =
                    |index: &usize| version(*index) == version(first) && is_ready(*index) && dependents(*index).is_empty();
                (first..self.0.len()).filter(independent).take(MAX_BATCH_SIZE).collect()
            }
            [_] => {
                let mut chain = vec![first];
                while let Some(&last) = chain.last()
                    && let [next] = dependents(last).as_slice()
                    && chain.len() < MAX_BATCH_SIZE
                {
                    chain.push(*next);
                }
                chain
            }
            star => [first].iter().chain(star).take(MAX_BATCH_SIZE).copied().collect(),
        };
        Some((version(first)?, indexes))
    }
}
