//! Finds the known name to suggest in place of a misspelt one: "did you mean …?".

/// Returns the candidate that is most similar to `name`, or the first of several that are equally similar. Returns `None` if no candidate
/// is similar.
///
/// A candidate is similar if a few edits turn the name into it: each edit inserts, omits or replaces a letter, or swaps two neighbours. The
/// number of edits is at most a third of the name's length without its namespace. Case is ignored. Only candidates of about the same length
/// are compared, so the search takes time linear in the length of the name.
///
/// ```
/// use graph_schema::syntax::nearest::nearest;
///
/// assert_eq!(nearest("userStatusOverveiw", ["userStatuses", "userStatusOverview"]), Some("userStatusOverview"));
/// assert_eq!(nearest("colour", ["weight"]), None);
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    let limit = (name.rsplit('.').next().unwrap_or(name).chars().count() / 3).max(1);
    let lower = name.to_lowercase();
    let comparable = candidates.into_iter().filter(|candidate| candidate.chars().count().abs_diff(length) <= limit);
    let scored = comparable.map(|candidate| (distance(&lower, &candidate.to_lowercase()), candidate));
    scored.filter(|(distance, _)| *distance <= limit).min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// Returns the optimal string alignment distance: the number of edits between two texts. Swapping two neighbours is one edit.
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
        assert_eq!(distance("reanme", "rename"), 1);
    }

    #[test]
    fn a_difference_in_case_only_is_nearest() {
        assert_eq!(nearest("osversion", ["isversion", "osVersion"]), Some("osVersion"));
    }

    #[test]
    fn far_names_are_not_suggested() {
        assert_eq!(nearest("reanme", ["key", "rename"]), Some("rename"));
        assert_eq!(nearest("colour", ["key", "rename"]), None);
        assert_eq!(nearest("", ["key"]), None);
    }

    #[test]
    fn letters_are_counted_not_bytes() {
        assert_eq!(nearest("größen", ["größe"]), Some("größe"));
        assert_eq!(nearest("ää", ["bbb"]), None);
    }
}
