//! The nearest of the names that would have been right.

/// The candidate that `name` was most likely meant to be, if one is near enough.
///
/// Near is at most a third of the name's letters, without a namespace, inserted, left out, replaced or swapped with a neighbour; a
/// difference in case only is none.
///
/// ```
/// assert_eq!(graph_schema::nearest("userStatusOverveiw", ["userStatuses", "userStatusOverview"]), Some("userStatusOverview"));
/// assert_eq!(graph_schema::nearest("colour", ["weight"]), None);
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_ascii_lowercase();
    let limit = (name.rsplit('.').next().unwrap_or(name).chars().count() / 3).max(1);
    let scored = candidates.into_iter().filter(|candidate| candidate.len().abs_diff(name.len()) <= limit);
    let scored = scored.map(|candidate| (distance(&lower, &candidate.to_ascii_lowercase()), candidate));
    scored.filter(|(distance, _)| *distance <= limit).min().map(|(_, candidate)| candidate)
}

/// The optimal string alignment distance.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    let mut last_left = None;
    for (i, l) in left.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        let mut last_right = None;
        for (j, &r) in right.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&row, j) + usize::from(l != r)).min(at(&row, j + 1) + 1).min(at(&next, j) + 1);
            if last_left == Some(r) && last_right == Some(l) && j > 0 {
                best = best.min(at(&before, j - 1) + 1);
            }
            next.push(best);
            last_right = Some(r);
        }
        before = std::mem::replace(&mut row, next);
        last_left = Some(l);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_edits_and_swaps() {
        assert_eq!(distance("", ""), 0);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("statuse", "statues"), 1);
        assert_eq!(distance("ab", "ba"), 1);
    }

    #[test]
    fn a_difference_in_case_only_is_nearest() {
        assert_eq!(nearest("osversion", ["isversion", "osVersion"]), Some("osVersion"));
    }
}
