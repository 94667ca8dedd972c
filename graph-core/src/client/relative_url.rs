//! Resolves relative URLs ([RFC 3986 §5.2](https://www.rfc-editor.org/rfc/rfc3986#section-5.2)).

/// Resolves the URL `reference` against the absolute URL `base`, and returns the result without a fragment. An absolute `reference` is
/// returned unchanged.
///
/// Returns `None` if `reference` starts with `//`: no OData service sends such a URL, and it could name another host.
pub(super) fn resolve(base: &str, reference: &str) -> Option<String> {
    if has_scheme(reference) {
        return Some(reference.to_owned());
    }
    let reference = before(reference, &['#']);
    if reference.starts_with("//") {
        return None;
    }
    let authority = base.find("://")? + "://".len();
    let (origin, base) = base.split_at(authority + base.get(authority..)?.find('/')?);
    let (path, query) = split(reference);
    let (base_path, base_query) = split(base);
    let (path, query) = match (path, query) {
        ("", "") => (base_path.to_owned(), base_query),
        ("", query) => (base_path.to_owned(), query),
        (path, query) if path.starts_with('/') => (without_dots(path), query),
        (path, query) => {
            let folder = base_path.rfind('/').and_then(|slash| base_path.get(..=slash)).unwrap_or("/");
            (without_dots(&[folder, path].concat()), query)
        }
    };
    Some([origin, &path, query].concat())
}

/// Returns `true` if the URL starts with a scheme, which ends in a colon before any other delimiter.
pub(super) fn has_scheme(url: &str) -> bool {
    let scheme = before(url, &[':', '/', '?', '#']);
    url.get(scheme.len()..).is_some_and(|rest| rest.starts_with(':'))
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
}

fn before<'a>(text: &'a str, delimiters: &[char]) -> &'a str {
    text.split(delimiters).next().unwrap_or_default()
}

/// Splits the path of a URL from its query. The query keeps its `?`.
fn split(url: &str) -> (&str, &str) {
    let url = before(url, &['#']);
    url.split_at(before(url, &['?']).len())
}

/// Removes the segments `.` and `..` from the absolute path of a URL.
fn without_dots(path: &str) -> String {
    let mut kept = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                if segments.peek().is_none() {
                    kept.push("");
                }
            }
            _ => kept.push(segment),
        }
    }
    ["/", &kept.join("/")].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "http://a/b/c/d?q";

    #[test]
    fn a_relative_url_is_resolved_as_in_rfc_3986() {
        // The examples of RFC 3986 §5.4 that have no fragment, no path parameter and no host.
        let examples = [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("?y", "http://a/b/c/d?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d?q"),
            ("g#s", "http://a/b/c/g"),
            ("", "http://a/b/c/d?q"),
            (".", "http://a/b/c/"),
            ("./", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
            ("/../g", "http://a/g"),
            ("g.", "http://a/b/c/g."),
            ("..g", "http://a/b/c/..g"),
            ("./g/.", "http://a/b/c/g/"),
            ("g/./h", "http://a/b/c/g/h"),
            ("g/../h", "http://a/b/c/h"),
            ("g?y/../x", "http://a/b/c/g?y/../x"),
        ];
        for (reference, absolute) in examples {
            assert_eq!(resolve(BASE, reference).as_deref(), Some(absolute), "{reference}");
        }
    }

    #[test]
    fn a_reference_to_a_host_is_refused() {
        assert_eq!(resolve(BASE, "//g"), None);
    }
}
