//! Makes the errors of other libraries safe to print.

use std::error::Error;
use std::fmt;

use super::redact::Redactor;

/// The longest text of one error of another library, in characters. Longer texts are shortened.
const LIMIT: usize = 500;

/// The error of another library, such as reqwest.
type Cause = Box<dyn Error + Send + Sync>;

/// If the texts of `cause` and of its sources contain secrets or control characters, returns an error with the redacted texts. Otherwise
/// returns `cause` itself.
///
/// A proxy or a library may repeat the token in its error text. If nothing is redacted, a caller can downcast the error.
pub(crate) fn printable(cause: Cause, redactor: &Redactor<'_>) -> Cause {
    let first: &(dyn Error + 'static) = &*cause;
    let chain = std::iter::successors(Some(first), |&error| error.source());
    let texts: Vec<String> = chain.map(ToString::to_string).collect();
    let lines: Vec<String> = texts.iter().map(|text| redactor.line(text, LIMIT)).collect();
    let debug = format!("{cause:?}");
    if lines == texts && redactor.redact(&debug) == debug && !debug.contains(char::is_control) {
        return cause;
    }
    let source = |source, text| Some(Box::new(RedactedCause { text, source }));
    lines.into_iter().rev().fold(None, source).map_or(cause, |cause| cause as _)
}

/// The redacted text of an error of another library, with the redacted text of the error's source as its own source.
#[derive(Debug)]
struct RedactedCause {
    text: String,
    source: Option<Box<Self>>,
}

impl fmt::Display for RedactedCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for RedactedCause {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "an-opaque-token-of-a-service";

    #[derive(Debug)]
    struct Outer(String, std::io::Error);

    impl fmt::Display for Outer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(&self.0)
        }
    }

    impl Error for Outer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.1)
        }
    }

    fn cause(outer: &str, inner: &str) -> Cause {
        Box::new(Outer(outer.to_owned(), std::io::Error::other(inner.to_owned())))
    }

    #[test]
    fn an_error_without_a_secret_is_kept() {
        assert!(printable(cause("refused", "port 443"), &Redactor::new(TOKEN)).is::<Outer>());
    }

    /// Cases D1 and D2: no text of a library's error, or of its sources, keeps the token or a control character.
    #[test]
    fn secrets_and_control_characters_are_removed_from_each_text() {
        for (outer, inner, lines) in [
            (format!("proxy: {TOKEN}"), "b".to_owned(), ["proxy: [token]", "b"]),
            ("a".to_owned(), format!("Authorization: Bearer {TOKEN}"), ["a", "Authorization: Bearer [token]"]),
            ("a\n2026 ERROR".to_owned(), "b\u{1b}[31m".to_owned(), ["a 2026 ERROR", "b [31m"]),
        ] {
            let cause = printable(cause(&outer, &inner), &Redactor::new(TOKEN));
            assert_eq!([cause.to_string(), cause.source().unwrap().to_string()], lines);
            assert!(!format!("{cause:?}").contains(TOKEN));
        }
    }

    #[test]
    fn a_secret_that_only_debug_prints_is_removed() {
        #[derive(Debug)]
        struct Silent(#[expect(dead_code, reason = "read by Debug")] String);
        impl fmt::Display for Silent {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("refused")
            }
        }
        impl Error for Silent {}
        let cause = printable(Box::new(Silent(TOKEN.to_owned())), &Redactor::new(TOKEN));
        assert_eq!((cause.to_string().as_str(), format!("{cause:?}").contains(TOKEN)), ("refused", false));
    }
}
