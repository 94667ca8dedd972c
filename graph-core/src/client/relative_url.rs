//! Resolves relative URLs ([RFC 3986 §5.2](https://www.rfc-editor.org/rfc/rfc3986#section-5.2)).

/// Resolves the URL `reference` against the absolute URL `base`, and returns the result without a fragment. An absolute `reference` is
/// returned unchanged.
///
/// Returns `None` if `reference` starts with `//`: no OData service sends such a URL, and it could name another host. Also returns `None`
/// for a malformed scheme, such as `1http:`, because the first segment of a relative path has no colon ([RFC 3986 §4.2]).
///
/// [RFC 3986 §4.2]: https://www.rfc-editor.org/rfc/rfc3986#section-4.2
#[inline]
pub(super) fn resolve(base: &str, reference: &str) -> Option<String> {
    if has_scheme(reference) {
        return Some(reference.to_owned());
    }
    let reference = before(reference, &['#']);
    if reference.starts_with("//") || text_before_colon(reference).is_some() {
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
#[inline]
pub(super) fn has_scheme(url: &str) -> bool {
    text_before_colon(url).is_some_and(|scheme| scheme.starts_with(|first: char| first.is_ascii_alphabetic()))
}

/// Returns the text before a colon in the first segment of the URL, or `None` if that segment has no colon.
fn text_before_colon(url: &str) -> Option<&str> {
    before(url, &['/', '?', '#']).split_once(':').map(|(text, _)| text)
}

#[inline]
fn before<'a>(text: &'a str, delimiters: &[char]) -> &'a str {
    text.split(delimiters).next().unwrap_or_default()
}

/// Splits a URL into the part before the query and the query. The query keeps its `?`, and a fragment is dropped.
fn split(url: &str) -> (&str, &str) {
    let url = before(url, &['#']);
    url.split_at(before(url, &['?']).len())
}

/// Removes the segments `.` and `..` from the absolute path of a URL.
#[inline]
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

    // RFC 3986 §4.2: the first segment of a relative path has no colon.
    #[test]
    fn a_malformed_scheme_is_not_a_path() {
        for reference in ["1http://g", ":g", "1:g?y"] {
            assert_eq!(resolve(BASE, reference), None, "{reference}");
        }
        assert_eq!(resolve(BASE, "1/a:b?c:d").as_deref(), Some("http://a/b/c/1/a:b?c:d"));
    }
}
