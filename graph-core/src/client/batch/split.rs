//! Splits requests into batches that Microsoft Graph accepts: at most twenty requests, one API version, and only some dependency graphs.

use crate::model::path::ApiVersion;

/// The most requests that Graph accepts in one batch.
///
/// Source: [JSON batching](https://learn.microsoft.com/graph/json-batching#batch-size-limitations).
pub(in crate::client) const MAX_BATCH_SIZE: usize = 20;

/// For each request, by index, the indexes of the requests that depend on it.
pub(super) struct Dependents(Vec<Vec<usize>>);

impl Dependents {
    /// Creates the lists of dependents. `dependencies` has, for each request, the index of the earlier request that it depends on, if any.
    pub(super) fn new(dependencies: impl ExactSizeIterator<Item = Option<usize>>) -> Self {
        let mut dependents = vec![Vec::new(); dependencies.len()];
        for (index, dependency) in dependencies.enumerate() {
            if let Some(dependents) = dependency.and_then(|dependency| dependents.get_mut(dependency)) {
                dependents.push(index);
            }
        }
        Self(dependents)
    }

    /// Returns the API version and the request indexes of the next batch, or `None` when no request is ready.
    ///
    /// `version(index)` returns the request's API version, or `None` if the request already has a result. `is_ready(index)` is false while
    /// the request waits for a request that it depends on.
    ///
    /// Graph accepts a batch without dependencies, a chain of dependencies, or several requests that all depend on one request. Requests
    /// with any other dependencies are split into several batches, and each request is sent with or after its dependency.
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
