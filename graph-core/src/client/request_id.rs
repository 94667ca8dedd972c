//! The `client-request-id` of each request.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use http::HeaderName;

pub(super) const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");

/// Returns a new GUID as text. The first GUID of a process is random, and each further GUID is the previous one plus 1.
///
/// Asking the operating system for random numbers for each request would take longer than all other work on the request.
pub(super) fn fresh() -> String {
    static FIRST: LazyLock<u128> = LazyLock::new(random);
    static MADE: AtomicU64 = AtomicU64::new(0);
    let made = u128::from(MADE.fetch_add(1, Ordering::Relaxed));
    uuid::Builder::from_random_bytes(FIRST.wrapping_add(made).to_be_bytes()).into_uuid().to_string()
}

/// Returns a random number. Its source, the random keys of the standard library's hash maps, spares each program a crate for random numbers.
fn random() -> u128 {
    let [high, low] = [(); 2].map(|()| u128::from(RandomState::new().hash_one(())));
    (high << 64) | low
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    #[test]
    fn ids_are_distinct_guids() {
        let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(|| (0..1000).map(|_| super::fresh()).collect())).collect();
        let ids: Vec<Vec<String>> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        let all: HashSet<&String> = ids.iter().flatten().collect();
        assert_eq!(all.len(), 4000);
        assert!(all.into_iter().all(|id| uuid::Uuid::parse_str(id).unwrap().get_version_num() == 4));
    }

    /// Two programs that start at the same time must not send the same ids.
    #[test]
    fn the_first_id_is_random_in_both_halves() {
        let (first, second) = (super::random(), super::random());
        assert_ne!(first >> 64, second >> 64);
        assert_ne!(first as u64, second as u64);
        assert_ne!((first >> 64) as u64, first as u64);
    }
}
