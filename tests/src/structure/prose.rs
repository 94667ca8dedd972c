//! Counts comments that have a clause where a name belongs: `grep -E '(///|//!|//) .*\b(What|That which|Of what) '`.

/// The first words of clauses that describe something without naming it.
const CLAUSES: [&str; 3] = ["What ", "That which ", "Of what "];

/// Counts the lines of a source file's text that have a comment with a clause that begins with one of the `CLAUSES`.
pub(super) fn count(text: &str) -> usize {
    text.lines().filter(|line| has_clause(line)).count()
}

fn has_clause(line: &str) -> bool {
    let comment = ["/// ", "//! ", "// "].iter().filter_map(|start| line.find(start).map(|at| at + start.len())).min();
    let Some(comment) = comment.and_then(|at| line.get(at..)) else { return false };
    CLAUSES.iter().any(|clause| {
        comment
            .match_indices(clause)
            .any(|(at, _)| !comment[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_comments_with_whole_words_count() {
        let text =
            "let a = \"What is it\";\n/// What is it\n//! See. Of what it is\n// SoWhat it\n// somewhat\nx(); // That which is";
        assert_eq!(count(text), 3);
    }
}
